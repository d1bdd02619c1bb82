//! Where something that exists already is: its name, and its region where that is another than the provider's. Said by the id
//! of an import, or by the configuration of a data source.

use acme_schema::{Attr, Diagnostic, Diagnostics, Path};

use super::{Findings, Given, RegionName, Text};

/// The region and the name in the id of an import, `NAME` or `REGION/NAME`. `what`: what the name is of, with its article.
pub(crate) fn place_of_id<T: Text>(id: &str, what: &str) -> Result<(Option<String>, T), Diagnostic> {
    let (region, name) = match id.split_once('/') {
        Some((region, name)) => (Some(region), name),
        None => (None, id),
    };
    let wrong = |part: &str, allowed: &str| {
        Diagnostic::error(format!("`{id}` is not the id of {what}"))
            .detail(format!("{part} must be {allowed}"))
            .hint("the id has the form NAME, or REGION/NAME for another region than the provider's")
    };
    if let Some(region) = region
        && RegionName::parse(region).is_none()
    {
        return Err(wrong("REGION", RegionName::ALLOWED));
    }
    let name = T::parse(name).ok_or_else(|| wrong("NAME", T::ALLOWED))?;
    Ok((region.map(str::to_owned), name))
}

/// The region and the name that a data source's configuration says.
pub(crate) fn place_of_data<T: Text>(
    type_name: &str,
    (attribute, name): (&str, &Attr<String>),
    region: &Attr<String>,
) -> Result<(Option<String>, T), Diagnostics> {
    let mut find = Findings::default();
    let name = find.text(name, &Path::of(attribute));
    let name = find.required(name, &Path::of(attribute));
    let region: Attr<RegionName> = find.text(region, &Path::of("region"));
    let name = find.finish(name.option()).map_err(|wrong| {
        let open =
            || Diagnostic::error(format!("{type_name} cannot be read yet: it is known only after apply"));
        wrong.unwrap_or_else(|| open().into())
    })?;
    Ok((region.option().map(|region| region.to_string()), name))
}

/// The error about something that is to be read and is not there. `place`: where that is, in words.
pub(crate) fn missing(what: &str, (attribute, name): (&str, &str), place: &str) -> Diagnostic {
    Diagnostic::error(format!("There is no {what} `{name}` in {place}"))
        .hint("check the name, the region and the account that the credentials belong to")
        .at(Path::of(attribute))
}
