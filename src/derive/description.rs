//! Doc comments to the text of a description. Lines of a paragraph are joined; lists, tables, headings and code
//! blocks keep their lines, since they are Markdown.

use syn::{Attribute, Expr, ExprLit, Lit, Meta};

/// The description in the doc comments among these attributes; empty where there are none.
pub(crate) fn description(attributes: &[Attribute]) -> String {
    let lines: Vec<String> = attributes.iter().filter_map(doc_line).collect();
    join(&lines)
}

fn doc_line(attribute: &Attribute) -> Option<String> {
    let Meta::NameValue(meta) = &attribute.meta else { return None };
    if !meta.path.is_ident("doc") {
        return None;
    }
    let Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) = &meta.value else { return None };
    let text = text.value();
    Some(text.strip_prefix(' ').unwrap_or(&text).trim_end().to_owned())
}

fn join(lines: &[String]) -> String {
    let mut text = String::new();
    let mut fenced = false;
    let mut keep = true;
    for line in lines {
        let fence = line.trim_start().starts_with("```");
        let structural = fenced || fence || line.is_empty() || starts_block(line);
        if !text.is_empty() {
            text.push(if keep || structural { '\n' } else { ' ' });
        }
        text.push_str(if fenced || starts_block(line) { line } else { line.trim_start() });
        fenced ^= fence;
        keep = fenced || fence || line.is_empty();
    }
    text.trim().to_owned()
}

/// Whether a line begins something that must stand on a line of its own.
fn starts_block(line: &str) -> bool {
    let line = line.trim_start();
    let numbered =
        line.split_once(". ").is_some_and(|(n, _)| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()));
    numbered || ["- ", "* ", "|", "#", "> "].iter().any(|mark| line.starts_with(mark))
}
