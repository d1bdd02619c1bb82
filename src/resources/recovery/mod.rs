//! What could be restored: the data sources `acme_recovery_points` and `acme_recovery_posture`. They read vaults, plans and
//! restore tests, whoever made them, and change nothing; what live objects say of the past is read in `backup_plan::history`.

mod points;
mod posture;
#[cfg(test)]
mod tests;

pub(crate) use points::RecoveryPointsData;
pub(crate) use posture::RecoveryPostureData;
