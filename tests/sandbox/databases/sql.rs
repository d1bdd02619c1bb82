//! What the sandbox says to a database. Pure: names and passwords in, statements out.

/// The master user, who may do what the one of RDS may, and the instance's database.
pub(super) fn setup(master: &str, database: Option<&str>) -> String {
    let master = name(master);
    let mut sql = format!(
        "CREATE ROLE {master} LOGIN CREATEDB CREATEROLE IN ROLE rds_superuser;\n\
         ALTER DATABASE postgres OWNER TO {master};\n"
    );
    if let Some(database) = database.filter(|database| *database != "postgres") {
        sql.push_str(&format!("CREATE DATABASE {} OWNER {master};\n", name(database)));
    }
    sql
}

/// Another password for the master user.
pub(super) fn password(master: &str, password: &str) -> String {
    format!("ALTER ROLE {} PASSWORD {};\n", name(master), text(password))
}

fn name(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// A string in which a backslash is a backslash, whatever the server's settings.
fn text(text: &str) -> String {
    format!("E'{}'", text.replace('\\', "\\\\").replace('\'', "\\'"))
}

#[cfg(test)]
mod tests;
