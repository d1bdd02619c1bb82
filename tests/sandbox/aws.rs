//! The AWS of the sandbox: who the user is there, which emulator answers for which service, how they are installed and
//! started.

pub mod backup;
pub(crate) mod call;
mod rds;
mod secret;
mod signed;

pub use rds::{iam, rds, subnets};
pub use secret::Secret;

use crate::{
    Error,
    cache::{Item, Key},
    error::file,
    places,
    places::Places,
    prerequisites::Python,
    progress::Report,
    tool,
};
use std::{
    path::{Path, PathBuf},
    process::Command,
};

/// The emulators take a key of twelve digits for the account it belongs to, so that all of them agree on the account.
pub(crate) const ACCESS_KEY_ID: &str = ACCOUNT;
pub(crate) const SECRET_ACCESS_KEY: &str = "sandbox-secret-access-key";
pub(crate) const ACCOUNT: &str = "123456789012";
pub(crate) const USER_ARN: &str = "arn:aws:iam::123456789012:user/sandbox";
pub(crate) const REGION: &str = "eu-west-1";

/// Services of the second emulator, as they are written in a signature's scope: only there does a database instance have
/// a managed password with a secret and a rotation, and its subnets must be known to who makes it.
pub(crate) const DATABASE_SERVICES: [&str; 4] = ["rds", "secretsmanager", "kms", "ec2"];
/// The same services in the names of environment variables: the SDKs upper-case the service's id ("Secrets Manager").
pub(crate) const DATABASE_VARIABLES: [&str; 4] = ["RDS", "SECRETS_MANAGER", "KMS", "EC2"];

const REQUIREMENTS: &str = include_str!("aws/requirements.txt");

/// An `Authorization` header that names account, region and service; the emulators check no signature.
pub(crate) fn authorization(region: &str, service: &str) -> String {
    format!(
        "AWS4-HMAC-SHA256 Credential={ACCESS_KEY_ID}/20250101/{region}/{service}/aws4_request, SignedHeaders=host, \
         Signature=0"
    )
}

/// Installs the emulators into the cache, once; answers with the folder of the virtual environment.
pub(crate) fn install(python: &Python, report: Report<'_>) -> Result<PathBuf, Error> {
    let mut key = Key::default();
    key.add("requirements.txt", REQUIREMENTS.as_bytes());
    key.add("python", python.version.as_bytes());
    let cache = places::cache();
    let item = Item { cache: &cache, name: "aws-emulators", key: key.finish() };
    item.ensure(report, &mut |dir, report| {
        let step = "install the AWS emulators from the Python package index";
        tool::timed(step, "once, cached, about 30 s", report, &mut |report| {
            let requirements = dir.join("requirements.txt");
            std::fs::write(&requirements, REQUIREMENTS).map_err(file("write", &requirements))?;
            tool::run(Command::new(&python.program).args(["-m", "venv"]).arg(dir), step, report)?;
            let mut pip = Command::new(interpreter(dir));
            pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement"]);
            tool::run(pip.arg(&requirements), step, report)
        })
    })
}

/// The interpreter of the environment. Servers are started by it as modules, since the scripts beside it hold the path
/// that the environment was made under.
fn interpreter(environment: &Path) -> PathBuf {
    environment.join("bin").join("python")
}

/// The emulator of every service but the database ones and Backup, which the gateway answers for.
pub(crate) fn general(environment: &Path, port: u16) -> Command {
    let mut command = Command::new(interpreter(environment));
    command.args(["-m", "ministack"]);
    for (name, value) in [
        ("GATEWAY_PORT", port.to_string().as_str()),
        ("BIND_HOST", "127.0.0.1"),
        ("IOT_MTLS_ENABLED", "0"),
        ("SFTP_ENABLED", "0"),
        ("MINISTACK_ACCOUNT_ID", ACCOUNT),
        ("MINISTACK_REGION", REGION),
    ] {
        command.env(name, value);
    }
    command
}

/// The emulator of [`DATABASE_SERVICES`].
pub(crate) fn databases(environment: &Path, port: u16) -> Command {
    let mut command = Command::new(interpreter(environment));
    command.args(["-m", "moto.server", "-H", "127.0.0.1", "-p", &port.to_string()]);
    command.env("MOTO_IAM_LOAD_MANAGED_POLICIES", "true").env("MOTO_ACCOUNT_ID", ACCOUNT);
    command
}

/// What a program needs in its environment to talk to this AWS: names and values.
pub(crate) fn environment(gateway: &str) -> Vec<(String, String)> {
    let mut variables: Vec<(String, String)> = [
        ("AWS_ACCESS_KEY_ID", ACCESS_KEY_ID),
        ("AWS_SECRET_ACCESS_KEY", SECRET_ACCESS_KEY),
        ("AWS_REGION", REGION),
        // The AWS command line and boto3 read only this one.
        ("AWS_DEFAULT_REGION", REGION),
        ("AWS_EC2_METADATA_DISABLED", "true"),
        ("AWS_ENDPOINT_URL", gateway),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .collect();
    variables.extend(
        DATABASE_VARIABLES.iter().map(|service| (format!("AWS_ENDPOINT_URL_{service}"), gateway.to_owned())),
    );
    variables
}

/// The body of the CreateCluster that makes the sandbox's EKS cluster.
pub(crate) fn cluster(name: &str) -> serde_json::Value {
    serde_json::json!({
        "name": name,
        "version": crate::kubernetes::EKS_VERSION,
        "roleArn": format!("arn:aws:iam::{ACCOUNT}:role/{name}-cluster"),
        "resourcesVpcConfig": { "subnetIds": ["subnet-00000001", "subnet-00000002"] },
    })
}

/// The folder where an emulator may write.
pub(crate) fn folder(places: &Places) -> Result<PathBuf, Error> {
    let folder = places.aws();
    std::fs::create_dir_all(&folder).map_err(file("create", &folder))?;
    Ok(folder)
}
