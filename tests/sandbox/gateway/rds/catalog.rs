//! The versions of PostgreSQL that the sandbox's RDS has, which the emulator does not tell: a few of each major one, each to be
//! upgraded to those above. Pure.

pub(super) const ACTION: &str = "DescribeDBEngineVersions";

const VERSIONS: [&str; 8] = ["14.17", "15.10", "15.12", "16.6", "16.8", "17.2", "17.4", "17.5"];

/// The answer: all of them, whatever was asked for.
pub(super) fn versions() -> String {
    let target = |version: &&str| {
        format!(
            "<UpgradeTarget><Engine>postgres</Engine><EngineVersion>{version}</EngineVersion></UpgradeTarget>"
        )
    };
    let version = |(position, version): (usize, &&str)| {
        let major = version.split('.').next().unwrap_or(version);
        let targets: String = VERSIONS[position + 1..].iter().map(target).collect();
        format!(
            "<DBEngineVersion><Engine>postgres</Engine><EngineVersion>{version}</EngineVersion>\
             <DBParameterGroupFamily>postgres{major}</DBParameterGroupFamily><Status>available</Status>\
             <ValidUpgradeTarget>{targets}</ValidUpgradeTarget></DBEngineVersion>"
        )
    };
    let versions: String = VERSIONS.iter().enumerate().map(version).collect();
    format!(
        "<DescribeDBEngineVersionsResponse xmlns=\"http://rds.amazonaws.com/doc/2014-10-31/\">\
         <DescribeDBEngineVersionsResult><DBEngineVersions>{versions}</DBEngineVersions></DescribeDBEngineVersionsResult>\
         <ResponseMetadata><RequestId>sandbox</RequestId></ResponseMetadata></DescribeDBEngineVersionsResponse>"
    )
}
