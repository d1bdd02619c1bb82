//! Which container image runs: a repository and either a tag or a digest (OCI distribution specification).

use std::fmt;

use acme_schema::{Attr, Model, Path};

use super::text_type;
use super::{Findings, Given, ObjectName, text};

/// The image as written.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct ImageModel {
    /// The repository, with the registry's host where it is not Docker Hub, e.g. `acme/api` or
    /// `123456789012.dkr.ecr.eu-west-1.amazonaws.com/acme/api`; without tag and digest.
    #[model(required, validate = text::<Repository>)]
    pub(crate) repository: Attr<String>,
    /// The tag. Exactly one of `tag` and `digest` is given.
    #[model(validate = text::<Tag>)]
    pub(crate) tag: Attr<String>,
    /// The digest, which names the same bytes for ever. Exactly one of `tag` and `digest` is given.
    #[model(validate = text::<ImageDigest>)]
    pub(crate) digest: Attr<String>,
    /// The name of a Secret of type `kubernetes.io/dockerconfigjson` in the service's namespace, with which the nodes
    /// pull the image. Not needed for Amazon ECR in the cluster's own account.
    #[model(validate = text::<ObjectName>)]
    pub(crate) pull_secret: Attr<String>,
}

/// An image that is pulled as the service's own is.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct PlainImageModel {
    /// The repository, with the registry's host where it is not Docker Hub; without tag and digest.
    #[model(required, validate = text::<Repository>)]
    pub(crate) repository: Attr<String>,
    /// The tag. Exactly one of `tag` and `digest` is given.
    #[model(validate = text::<Tag>)]
    pub(crate) tag: Attr<String>,
    /// The digest, which names the same bytes for ever. Exactly one of `tag` and `digest` is given.
    #[model(validate = text::<ImageDigest>)]
    pub(crate) digest: Attr<String>,
}

text_type!(
    /// Where an image is kept.
    Repository,
    "a repository such as `acme/api` or `registry.acme.com/acme/api`: at most 255 characters, lower-case path, without \
     tag or digest (they have attributes of their own)",
    is_repository
);

text_type!(
    /// A movable name of an image in its repository.
    Tag,
    "a tag: at most 128 letters, digits, `_`, `.` and `-`, not beginning with `.` or `-`",
    |text| {
        (1..=128).contains(&text.len())
            && !text.starts_with(['.', '-'])
            && text.chars().all(|c| c.is_ascii_alphanumeric() || "_.-".contains(c))
    }
);

text_type!(
    /// The hash of an image's manifest.
    ImageDigest,
    "a digest: `sha256:` and 64 lower-case hexadecimal digits",
    |text| {
        text.strip_prefix("sha256:")
            .is_some_and(|hex| hex.len() == 64 && hex.chars().all(|c| matches!(c, '0'..='9' | 'a'..='f')))
    }
);

/// An image that a container can run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Image {
    pub(crate) repository: Repository,
    pub(crate) version: Version,
    /// The Secret to pull it with.
    pub(crate) pull_secret: Option<ObjectName>,
}

/// Which of a repository's images.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Version {
    Tag(Tag),
    Digest(ImageDigest),
}

impl Image {
    /// Reads the image at `path`.
    pub(crate) fn read(model: &ImageModel, path: &Path, find: &mut Findings) -> Option<Self> {
        let at = |name: &str| path.attribute(name);
        let repository = find.text(&model.repository, &at("repository"));
        let repository = find.required(repository, &at("repository"));
        let tag = find.text(&model.tag, &at("tag"));
        let digest = find.text(&model.digest, &at("digest"));
        let pull_secret = find.text(&model.pull_secret, &at("pull_secret"));
        match (&model.tag, &model.digest) {
            (Attr::Known(_), Attr::Known(_)) => {
                find.rule(&at("digest"), "must not be set beside `tag`: exactly one of the two is allowed");
            }
            (Attr::Null, Attr::Null) => find.rule(path, "must have exactly one of `tag` and `digest`"),
            (Attr::Unknown, _)
            | (_, Attr::Unknown)
            | (Attr::Known(_), Attr::Null)
            | (Attr::Null, Attr::Known(_)) => {}
        }
        let version = tag.option().map(Version::Tag).or(digest.option().map(Version::Digest));
        Some(Self { repository: repository.option()?, version: version?, pull_secret: pull_secret.option() })
    }
}

impl PlainImageModel {
    /// The same with what an image can have beyond it.
    pub(crate) fn whole(&self) -> ImageModel {
        let Self { repository, tag, digest } = self.clone();
        ImageModel { repository, tag, digest, pull_secret: Attr::Null }
    }

    /// The parts of an image reference as a container holds it.
    pub(crate) fn of_reference(reference: &str) -> Self {
        let ImageModel { repository, tag, digest, .. } = ImageModel::of_reference(reference);
        Self { repository, tag, digest }
    }
}

impl ImageModel {
    /// The parts of an image reference as a container holds it. A tag beside a digest says nothing and is left out; an
    /// absent tag is `latest`.
    pub(crate) fn of_reference(reference: &str) -> Self {
        let (rest, digest) = match reference.split_once('@') {
            Some((rest, digest)) => (rest, Some(digest)),
            None => (reference, None),
        };
        // A colon before a slash separates a registry's port.
        let (repository, tag) = match rest.rsplit_once(':') {
            Some((repository, tag)) if !tag.contains('/') => (repository, Some(tag)),
            _ => (rest, None),
        };
        let tag = if digest.is_some() { None } else { Some(tag.unwrap_or("latest")) };
        Self {
            repository: Attr::Known(repository.to_owned()),
            tag: tag.map(str::to_owned).into(),
            digest: digest.map(str::to_owned).into(),
            pull_secret: Attr::Null,
        }
    }
}

impl fmt::Display for Image {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (mark, version) = match &self.version {
            Version::Tag(tag) => (':', tag.as_str()),
            Version::Digest(digest) => ('@', digest.as_str()),
        };
        write!(f, "{}{mark}{version}", self.repository.as_str())
    }
}

fn is_repository(text: &str) -> bool {
    let mut parts = text.split('/');
    let path = match text.split_once('/') {
        // The first part is a registry where it could not be a path: it has a dot or a port, or is `localhost`.
        Some((first, rest)) if first.contains(['.', ':']) || first == "localhost" => {
            if !is_registry(first) {
                return false;
            }
            parts = rest.split('/');
            rest
        }
        _ => text,
    };
    text.len() <= 255 && !path.is_empty() && parts.all(is_path_part)
}

fn is_registry(text: &str) -> bool {
    let (host, port) = text.split_once(':').map_or((text, None), |(host, port)| (host, Some(port)));
    let part = |part: &str| {
        !part.is_empty()
            && !part.starts_with('-')
            && !part.ends_with('-')
            && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
    };
    host.split('.').all(part) && port.is_none_or(|port| port.parse::<u16>().is_ok())
}

/// Letters and digits, joined by `.`, `_`, `__` or any number of `-`.
fn is_path_part(text: &str) -> bool {
    let is_word = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    let mut joints = text.split(is_word).filter(|joint| !joint.is_empty());
    text.starts_with(is_word)
        && text.ends_with(is_word)
        && joints.all(|joint| matches!(joint, "." | "_" | "__") || joint.chars().all(|c| c == '-'))
}
