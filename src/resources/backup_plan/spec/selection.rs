//! What is backed up: by reference, by tags, or by both.

use std::collections::{BTreeMap, BTreeSet};

use acme_schema::{Attr, List, Path};

use super::super::model::BackupPlanModel;
use super::arns::{Arn, BUCKET, CLUSTER, INSTANCE, VOLUME};
use crate::shared::{Findings, Text};

/// AWS Backup's limits of a selection.
const MOST_REFERENCES: usize = 500;
const MOST_PATTERNS: usize = 30;
const MOST_TAGS: usize = 30;

/// What is backed up.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Selection {
    /// In the order of their text. None: everything in the region that has the tags.
    pub(crate) references: BTreeSet<Arn>,
    /// All of which a resource must have.
    pub(crate) tags: BTreeMap<String, String>,
}

impl Selection {
    /// Whether each resource is named.
    pub(crate) fn is_named(&self) -> bool {
        self.tags.is_empty() && !self.references.is_empty() && !self.references.iter().any(Arn::is_pattern)
    }
}

fn can_be_continuous(arn: &Arn) -> bool {
    arn.kind().is_some_and(|kind| kind.is_continuous)
}

/// Whether something that is selected cannot be backed up continuously, as far as that is known.
pub(super) fn has_only_snapshots(model: &BackupPlanModel) -> bool {
    let lists = [&model.databases, &model.volumes, &model.resources];
    let is_open = model.resource_tags.is_unknown() || lists.into_iter().any(Attr::is_unknown);
    let elements = || lists.into_iter().filter_map(Attr::known).flatten();
    let arns = elements().filter_map(Attr::known).filter_map(|text| Arn::parse(text));
    let has_tags = model.resource_tags.known().is_some_and(|tags| !tags.is_empty());
    let by_tags_alone = has_tags && !is_open && elements().next().is_none();
    by_tags_alone || arns.into_iter().any(|arn| !can_be_continuous(&arn))
}

/// Whether everything that is selected can be backed up continuously. `None`: that is not known yet.
pub(super) fn is_continuous(model: &BackupPlanModel) -> Option<bool> {
    if has_only_snapshots(model) {
        return Some(false);
    }
    let is_open = |list: &Attr<List<String>>| {
        list.is_unknown() || list.known().is_some_and(|all| all.iter().any(Attr::is_unknown))
    };
    // What is in `databases` is a database, whichever it is.
    let may_be_empty = model.databases.is_unknown() && !model.resource_tags.is_null();
    (!is_open(&model.volumes) && !is_open(&model.resources) && !may_be_empty).then_some(true)
}

/// A list of references.
struct Listed<'a> {
    name: &'static str,
    given: &'a Attr<List<String>>,
    allowed: &'static str,
    accepts: fn(&Arn) -> bool,
}

pub(super) fn read(model: &BackupPlanModel, home: Option<&str>, find: &mut Findings) -> Option<Selection> {
    let lists = [
        Listed {
            name: "databases",
            given: &model.databases,
            allowed: "the ARN of a DB instance or a DB cluster, such as `arn:aws:rds:eu-west-1:123456789012:db:product`",
            accepts: |arn| (arn.is(&INSTANCE) || arn.is(&CLUSTER)) && !arn.is_pattern(),
        },
        Listed {
            name: "volumes",
            given: &model.volumes,
            allowed: "the ARN of an EBS volume, such as `arn:aws:ec2:eu-west-1:123456789012:volume/vol-0a1b2c3d`",
            accepts: |arn| arn.is(&VOLUME) && !arn.is_pattern(),
        },
        Listed { name: "resources", given: &model.resources, allowed: Arn::ALLOWED, accepts: |_| true },
    ];
    let mut references = BTreeSet::new();
    let mut home = home.map(str::to_owned);
    for list in &lists {
        for (path, arn) in self::list(list, find) {
            region(&arn, &path, &mut home, find);
            if !references.insert(arn) {
                find.rule(&path, "must not be there twice");
            }
        }
    }
    let tags = self::tags(model, find);
    let is_given = |list: &Listed<'_>| {
        list.given.is_unknown() || list.given.known().is_some_and(|elements| !elements.is_empty())
    };
    if !lists.iter().any(is_given) && tags.as_ref().is_some_and(BTreeMap::is_empty) {
        let allowed =
            "must not be empty, unless `volumes`, `resources` or `resource_tags` say what is backed up";
        find.rule(&Path::of("databases"), allowed);
    }
    limits(&references, find);
    let is_open = |list: &Listed<'_>| {
        list.given.is_unknown() || list.given.known().is_some_and(|all| all.iter().any(Attr::is_unknown))
    };
    if lists.iter().any(is_open)
        || model.resource_tags.known().into_iter().flatten().any(|(_, value)| value.is_unknown())
    {
        return None;
    }
    Some(Selection { references, tags: tags? })
}

fn list(list: &Listed<'_>, find: &mut Findings) -> Vec<(Path, Arn)> {
    let path = Path::of(list.name);
    let mut arns = Vec::new();
    for (position, element) in find.seen(list.given).into_iter().flatten().enumerate() {
        let path = path.index(position);
        match find.plain(element) {
            Attr::Known(text) => match Arn::parse(&text).filter(|arn| (list.accepts)(arn)) {
                Some(arn) => arns.push((path, arn)),
                None => find.rule(&path, format!("must be {}", list.allowed)),
            },
            Attr::Unknown => {}
            Attr::Null => find.rule(&path, "must not be null"),
        }
    }
    arns
}

/// AWS Backup backs up what is in the plan's region: where that is not known, all must at least be in the same one.
fn region(arn: &Arn, path: &Path, home: &mut Option<String>, find: &mut Findings) {
    let region = arn.region();
    if region.is_empty() || region.contains('*') || (arn.is(&BUCKET)) {
        return;
    }
    match home {
        Some(home) if home != region => {
            let allowed = format!(
                "must be in `{home}`, the region of the plan: AWS Backup makes backups in the region of what it backs up. To have \
                 them elsewhere, too, copy them with `copy_actions`"
            );
            find.rule(path, allowed);
        }
        Some(_) => {}
        None => *home = Some(region.to_owned()),
    }
}

fn tags(model: &BackupPlanModel, find: &mut Findings) -> Option<BTreeMap<String, String>> {
    let mut tags = BTreeMap::new();
    let path = Path::of("resource_tags");
    if model.resource_tags.is_unknown() {
        find.unknown();
        return None;
    }
    for (key, value) in model.resource_tags.known().into_iter().flatten() {
        let path = path.key(key);
        if key.is_empty() || key.chars().count() > 128 {
            find.rule(&path, "the key must be that of a tag: 1 to 128 characters");
        }
        match find.plain(value) {
            Attr::Known(value) => drop(tags.insert(key.clone(), value)),
            Attr::Null => find.rule(&path, "must not be null"),
            // Something is selected, whatever the value is.
            Attr::Unknown => drop(tags.insert(key.clone(), String::new())),
        }
    }
    if tags.len() > MOST_TAGS {
        find.rule(&path, format!("must be at most {MOST_TAGS} tags"));
    }
    Some(tags)
}

fn limits(references: &BTreeSet<Arn>, find: &mut Findings) {
    let patterns = references.iter().filter(|arn| arn.is_pattern()).count();
    if patterns > MOST_PATTERNS {
        find.rule(&Path::of("resources"), format!("must be at most {MOST_PATTERNS} ARNs with a `*`"));
    }
    if references.len() - patterns > MOST_REFERENCES {
        let allowed =
            format!("must be at most {MOST_REFERENCES} ARNs, those of `databases` and `volumes` included");
        find.rule(&Path::of("resources"), allowed);
    }
}
