//! The house rules that neither compiler nor clippy knows. Each rule is a function over the tree's texts and carries the
//! texts that it must refuse, so that none is green by accident. Nothing here looks outside the checkout.

mod doors;
mod places;
mod rust;
mod text;
mod tree;

use tree::{Rule, Tree};

fn rules() -> Vec<&'static Rule> {
    [text::RULES, rust::RULES, doors::RULES, places::RULES].concat()
}

#[test]
fn the_tree_obeys_every_rule() {
    let tree = Tree::of_this_checkout();
    let broken: Vec<String> = rules()
        .into_iter()
        .flat_map(|rule| (rule.check)(&tree).into_iter().map(move |what| format!("{}: {what}", rule.name)))
        .collect();
    assert!(broken.is_empty(), "{} house rules are broken:\n{}", broken.len(), broken.join("\n"));
}

#[test]
fn every_rule_refuses_what_it_is_there_for() {
    for rule in rules() {
        assert!(!rule.refuses.is_empty(), "`{}` shows nothing that it refuses", rule.name);
        for sample in rule.refuses {
            let found = (rule.check)(&Tree::of(sample));
            assert!(!found.is_empty(), "`{}` does not refuse {sample:?}", rule.name);
        }
    }
}

#[test]
fn no_rule_refuses_what_is_right() {
    for rule in rules() {
        for sample in rule.accepts {
            let found = (rule.check)(&Tree::of(sample));
            assert!(found.is_empty(), "`{}` refuses {sample:?}: {found:?}", rule.name);
        }
    }
}
