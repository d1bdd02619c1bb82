//! The ephemeral resources `acme_database_credentials` and `acme_database_iam_token`: how to log in to a database, for the
//! time of one run. What they say is in no plan and no state.

use acme_children::aws::with_password;
use acme_children::{DatabaseAddress, SecretText};
use acme_schema::{Attr, Diagnostic, Diagnostics, Model, Path, Schema, Value};

use super::spec::Username;
use crate::registry::{Answer, Ephemeral, Question};
use crate::shared::{DatabaseId, Findings, Given, text};

/// The master user's password.
pub(crate) struct Credentials;

/// A token in place of a password.
pub(crate) struct Token;

/// The attributes of `acme_database_credentials`.
#[derive(Clone, Debug, Default, PartialEq, Model)]
struct CredentialsModel {
    /// The `id` of an `acme_database` whose `credentials.mode` is `managed` or `iam`, or the ARN of a DB instance.
    #[model(required, validate = text::<DatabaseId>)]
    database_id: Attr<String>,
    /// The master user's name.
    #[model(computed)]
    username: Attr<String>,
    /// The current password.
    #[model(computed, sensitive)]
    password: Attr<String>,
    /// The version of the secret that the password is.
    #[model(computed)]
    secret_version: Attr<String>,
    /// The name of the host to connect to.
    #[model(computed)]
    host: Attr<String>,
    /// The port.
    #[model(computed)]
    port: Attr<i64>,
    /// The database that was created with the server; null without one.
    #[model(computed)]
    database_name: Attr<String>,
    /// All of it as a URL: `postgres://USER:PASSWORD@HOST:PORT/DATABASE?sslmode=require`.
    #[model(computed, sensitive)]
    url: Attr<String>,
}

/// The attributes of `acme_database_iam_token`.
#[derive(Clone, Debug, Default, PartialEq, Model)]
struct TokenModel {
    /// The `id` of an `acme_database` with `iam_authentication`, or the ARN of a DB instance.
    #[model(required, validate = text::<DatabaseId>)]
    database_id: Attr<String>,
    /// The user to log in as, who must be granted `rds_iam`. Defaults to the master user.
    #[model(optional, computed, validate = text::<Username>)]
    username: Attr<String>,
    /// The token, to be given as the password, over TLS. New connections can be made with it for 15 minutes; open ones go on.
    #[model(computed, sensitive)]
    token: Attr<String>,
    /// The name of the host to connect to.
    #[model(computed)]
    host: Attr<String>,
    /// The port.
    #[model(computed)]
    port: Attr<i64>,
    /// The database that was created with the server; null without one.
    #[model(computed)]
    database_name: Attr<String>,
}

impl Ephemeral for Credentials {
    fn type_name(&self) -> &'static str {
        "acme_database_credentials"
    }

    fn schema(&self) -> Schema {
        let description = "Looks up the password that RDS manages for a database, for the time of one run: to configure another \
                           provider, or to hand it on to a write-only attribute. It is in no plan and no state.";
        Schema { version: 0, description: description.to_owned(), attributes: CredentialsModel::attributes() }
    }

    fn question(&self, config: &Value) -> Result<Question, Diagnostics> {
        let model = CredentialsModel::from_value(config).map_err(|error| unreadable(&error))?;
        Ok(Question::Credentials { database_id: database(&model.database_id)? })
    }

    fn answer(&self, config: &Value, answer: &Answer) -> Value {
        let DatabaseAddress { url, host, port, database_name, version, .. } = &answer.address;
        let password = answer.secret.expose();
        let model = CredentialsModel {
            database_id: given(config, "database_id"),
            username: Attr::Known(answer.username.clone()),
            password: Attr::Known(password.to_owned()),
            secret_version: Attr::Known(version.clone()),
            host: Attr::Known(host.clone()),
            port: Attr::Known(*port),
            database_name: database_name.clone().into(),
            url: Attr::Known(with_password(url, password, "sslmode=require")),
        };
        model.to_value()
    }
}

impl Ephemeral for Token {
    fn type_name(&self) -> &'static str {
        "acme_database_iam_token"
    }

    fn schema(&self) -> Schema {
        let description = "Makes a token of AWS IAM that lets a user into a database for 15 minutes in place of a password. It is in \
                           no plan and no state.";
        Schema { version: 0, description: description.to_owned(), attributes: TokenModel::attributes() }
    }

    fn question(&self, config: &Value) -> Result<Question, Diagnostics> {
        let model = TokenModel::from_value(config).map_err(|error| unreadable(&error))?;
        Ok(Question::Token { database_id: database(&model.database_id)?, username: model.username.option() })
    }

    fn answer(&self, config: &Value, answer: &Answer) -> Value {
        let DatabaseAddress { host, port, database_name, .. } = &answer.address;
        let model = TokenModel {
            database_id: given(config, "database_id"),
            username: Attr::Known(answer.username.clone()),
            token: Attr::Known(SecretText::expose(&answer.secret).to_owned()),
            host: Attr::Known(host.clone()),
            port: Attr::Known(*port),
            database_name: database_name.clone().into(),
        };
        model.to_value()
    }
}

fn database(given: &Attr<String>) -> Result<String, Diagnostics> {
    let mut find = Findings::default();
    let id: Attr<DatabaseId> = find.text(given, &Path::of("database_id"));
    let id = find.required(id, &Path::of("database_id"));
    let open = || Diagnostic::error("The database is not known yet").at(Path::of("database_id")).into();
    find.finish(id.option()).map(|id| id.as_str().to_owned()).map_err(|wrong| wrong.unwrap_or_else(open))
}

fn given(config: &Value, name: &str) -> Attr<String> {
    config.attribute(name).and_then(Value::as_str).map(str::to_owned).into()
}

fn unreadable(error: &acme_schema::ConversionError) -> Diagnostics {
    Diagnostic::error("The configuration cannot be read").because(error).into()
}
