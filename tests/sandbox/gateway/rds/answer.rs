//! Answers of RDS: the instances in them, and their endpoints put right. Pure: text in, text out. The emulator writes one
//! element after another without attributes, so that no parser is needed.

const ELEMENT: (&str, &str) = ("<DBInstance>", "</DBInstance>");

/// What an answer says of an instance.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Instance {
    pub(super) name: String,
    pub(super) engine: String,
    pub(super) cluster: Option<String>,
    pub(super) master: String,
    pub(super) database: Option<String>,
    /// ARN of the secret with the master user's password, where RDS manages it.
    pub(super) secret: Option<String>,
}

/// The text of the first element of this name.
pub(in crate::gateway) fn text<'a>(xml: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = xml.split_once(&format!("<{name}>"))?;
    let (text, _) = rest.split_once(&format!("</{name}>"))?;
    Some(text.trim()).filter(|text| !text.is_empty())
}

pub(super) fn instances(xml: &str) -> Vec<Instance> {
    let elements = xml.split(ELEMENT.0).skip(1).filter_map(|rest| rest.split(ELEMENT.1).next());
    let owned = |element: &str, name: &str| text(element, name).map(str::to_owned);
    elements
        .map(|element| Instance {
            name: owned(element, "DBInstanceIdentifier").unwrap_or_default(),
            engine: owned(element, "Engine").unwrap_or_default(),
            cluster: owned(element, "DBClusterIdentifier"),
            master: owned(element, "MasterUsername").unwrap_or_default(),
            database: owned(element, "DBName"),
            secret: owned(element, "SecretArn"),
        })
        .collect()
}

/// What the sandbox knows better of an instance than the emulator.
pub(super) struct Facts {
    pub(super) port: u16,
    /// The emulator gives the same to all.
    pub(super) resource: String,
}

/// The answer in which the endpoint of every known instance is a port of this machine.
pub(super) fn lead(xml: &str, facts: &dyn Fn(&str) -> Option<Facts>) -> String {
    let mut parts = xml.split(ELEMENT.0);
    let mut led = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (element, after) = part.split_once(ELEMENT.1).unwrap_or((part, ""));
        let facts = text(element, "DBInstanceIdentifier").and_then(facts);
        led.push_str(ELEMENT.0);
        led.push_str(&facts.map_or_else(|| element.to_owned(), |facts| corrected(element, &facts)));
        led.push_str(ELEMENT.1);
        led.push_str(after);
    }
    led
}

fn corrected(element: &str, facts: &Facts) -> String {
    let led = endpoint(element, facts.port);
    match text(element, "DbiResourceId") {
        Some(old) => {
            led.replace(&format!("<DbiResourceId>{old}<"), &format!("<DbiResourceId>{}<", facts.resource))
        }
        None => led,
    }
}

fn endpoint(element: &str, port: u16) -> String {
    let Some((before, rest)) = element.split_once("<Endpoint>") else { return element.to_owned() };
    let Some((old, after)) = rest.split_once("</Endpoint>") else { return element.to_owned() };
    let zone = text(old, "HostedZoneId").map(|zone| format!("<HostedZoneId>{zone}</HostedZoneId>"));
    format!(
        "{before}<Endpoint><Address>localhost</Address><Port>{port}</Port>{}</Endpoint>{after}",
        zone.unwrap_or_default()
    )
}

#[cfg(test)]
mod tests;
