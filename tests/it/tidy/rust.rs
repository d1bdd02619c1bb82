//! Rules about Rust as syntax: sizes of files and functions, parameters, exhaustive matches on our own kinds.

use syn::spanned::Spanned;
use syn::visit::{self, Visit};

use super::tree::{File, Rule, Tree};

const FILE_LINES: usize = 400;
const FUNCTION_LINES: usize = 80;
const PARAMETERS: usize = 5;

/// Our enums that grow: a new variant must be thought of at every match.
const GROWING: &[&str] = &["Kind"];

pub(super) const RULES: &[&Rule] = &[
    &Rule {
        name: "a file of production code has at most 400 lines",
        check: short_files,
        refuses: &[&[("src/a.rs", LONG_FILE)]],
        accepts: &[&[("src/a/tests.rs", LONG_FILE)]],
    },
    &Rule {
        name: "a function of production code has at most 80 lines",
        check: short_functions,
        refuses: &[&[("src/a.rs", LONG_FUNCTION)], &[("tests/sandbox/a.rs", LONG_METHOD)]],
        accepts: &[&[("src/a/tests.rs", LONG_FUNCTION)]],
    },
    &Rule {
        name: "a function takes at most five parameters",
        check: few_parameters,
        refuses: &[
            &[("src/a.rs", "fn a(b: u8, c: u8, d: u8, e: u8, f: u8, g: u8) {}")],
            &[("src/a.rs", "impl A { fn a(&self, c: u8, d: u8, e: u8, f: u8, g: u8) {} }")],
        ],
        accepts: &[&[("src/a.rs", "fn a(b: u8, c: u8, d: u8, e: u8, f: u8) {}")]],
    },
    &Rule {
        name: "no parameter is a bool: the caller's line must say what it means",
        check: no_flags,
        refuses: &[
            &[("src/a.rs", "fn a(b: bool) {}")],
            &[("src/a.rs", "trait A { fn a(&self, b: bool); }")],
            &[("src/a.rs", "mod b { impl A { fn a(&mut self, b: u8, c: bool) {} } }")],
        ],
        accepts: &[&[(
            "src/a.rs",
            "impl Visitor for A { fn visit_bool(&self, b: bool) {} } fn a() -> bool { true }",
        )]],
    },
    &Rule {
        name: "a match on a growing enum has no catch-all arm",
        check: exhaustive,
        refuses: &[
            &[("src/a.rs", "fn a(k: Kind) { match k { Kind::Service => {} _ => {} } }")],
            &[("src/a.rs", "fn a() { match b { (Kind::Service, _) => 1, (_, _) => 2 } }")],
            &[(
                "src/a.rs",
                "impl A { fn a() { if b { match c { x::Kind::A | x::Kind::B => 1, other => 2 } } } }",
            )],
            &[(
                "src/children/id.rs",
                "impl Kind { fn a(self) { match self { Self::Service => 1, _ => 2 } } }",
            )],
        ],
        accepts: &[&[
            ("src/a.rs", "fn a(k: Kind) { match k { Kind::Service => 1, Kind::Ingress => 2 } }"),
            ("src/b.rs", "fn a() { match b { ErrorKind::NotFound => 1, _ => 2 } }"),
            (
                "src/c.rs",
                "fn a() { match b { Some(Kind::Service) => 1, Some(Kind::Ingress) => 2, None => 3 } }",
            ),
        ]],
    },
];

fn short_files(tree: &Tree) -> Vec<String> {
    let lines = |file: &File| file.text.lines().count();
    let long = tree.production().filter(|file| lines(file) > FILE_LINES);
    long.map(|file| format!("{} has {} lines", file.path, lines(file))).collect()
}

fn short_functions(tree: &Tree) -> Vec<String> {
    functions(tree, |function| {
        (function.lines > FUNCTION_LINES).then(|| format!("`{}` has {} lines", function.name, function.lines))
    })
}

fn few_parameters(tree: &Tree) -> Vec<String> {
    functions(tree, |function| {
        let count = function.signature.inputs.len();
        (function.ours && count > PARAMETERS).then(|| format!("`{}` takes {count} parameters", function.name))
    })
}

fn no_flags(tree: &Tree) -> Vec<String> {
    functions(tree, |function| {
        let is_bool = |input: &syn::FnArg| match input {
            syn::FnArg::Typed(typed) => {
                matches!(&*typed.ty, syn::Type::Path(path) if path.path.is_ident("bool"))
            }
            syn::FnArg::Receiver(_) => false,
        };
        (function.ours && function.signature.inputs.iter().any(is_bool))
            .then(|| format!("`{}` takes a bool", function.name))
    })
}

fn exhaustive(tree: &Tree) -> Vec<String> {
    tree.production().flat_map(|file| in_syntax(file, |syntax, found| found.matches(syntax))).collect()
}

fn functions(tree: &Tree, judge: impl Fn(&Function) -> Option<String> + Copy) -> Vec<String> {
    let judged = |file| {
        in_syntax(file, |syntax, found| {
            let mut functions = Functions::default();
            functions.visit_file(syntax);
            found.lines.extend(functions.found.iter().filter_map(|f| judge(f).map(|what| (f.at, what))));
        })
    };
    tree.production().flat_map(judged).collect()
}

/// What was found in one file, by line.
#[derive(Default)]
struct Found {
    lines: Vec<(usize, String)>,
    in_growing: bool,
}

fn in_syntax(file: &File, look: impl FnOnce(&syn::File, &mut Found)) -> Vec<String> {
    let mut found = Found::default();
    match syn::parse_file(&file.text) {
        Ok(syntax) => look(&syntax, &mut found),
        Err(error) => found.lines.push((error.span().start().line, error.to_string())),
    }
    found.lines.into_iter().map(|(line, what)| format!("{}:{line}: {what}", file.path)).collect()
}

struct Function {
    name: String,
    at: usize,
    lines: usize,
    signature: syn::Signature,
    /// Whether its signature is for us to choose: another crate's trait chooses those of its implementations.
    ours: bool,
}

#[derive(Default)]
struct Functions {
    found: Vec<Function>,
    in_trait_impl: bool,
}

impl Functions {
    fn add(&mut self, signature: &syn::Signature, whole: proc_macro2::Span) {
        self.found.push(Function {
            name: signature.ident.to_string(),
            at: whole.start().line,
            lines: whole.end().line + 1 - signature.span().start().line,
            signature: signature.clone(),
            ours: !self.in_trait_impl,
        });
    }
}

impl<'ast> Visit<'ast> for Functions {
    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.add(&item.sig, item.span());
        visit::visit_item_fn(self, item);
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.add(&item.sig, item.span());
        visit::visit_impl_item_fn(self, item);
    }

    fn visit_trait_item_fn(&mut self, item: &'ast syn::TraitItemFn) {
        self.add(&item.sig, item.span());
        visit::visit_trait_item_fn(self, item);
    }

    fn visit_item_impl(&mut self, item: &'ast syn::ItemImpl) {
        let before = std::mem::replace(&mut self.in_trait_impl, item.trait_.is_some());
        visit::visit_item_impl(self, item);
        self.in_trait_impl = before;
    }
}

impl Found {
    fn matches(&mut self, syntax: &syn::File) {
        self.visit_file(syntax);
    }

    fn is_growing(&self, path: &syn::Path) -> bool {
        let mut names = path.segments.iter().rev().skip(1).map(|segment| segment.ident.to_string());
        names.next().is_some_and(|name| GROWING.contains(&name.as_str()) || self.in_growing && name == "Self")
    }
}

impl<'ast> Visit<'ast> for Found {
    fn visit_item_impl(&mut self, item: &'ast syn::ItemImpl) {
        let is_growing = |ty: &syn::Type| matches!(ty, syn::Type::Path(path) if GROWING.iter().any(|name| path.path.is_ident(name)));
        let before = std::mem::replace(&mut self.in_growing, is_growing(&item.self_ty));
        visit::visit_item_impl(self, item);
        self.in_growing = before;
    }

    fn visit_expr_match(&mut self, item: &'ast syn::ExprMatch) {
        let names_growing =
            item.arms.iter().any(|arm| paths(&arm.pat).iter().any(|path| self.is_growing(path)));
        let catch_all = item.arms.iter().find(|arm| catches_all(&arm.pat));
        if let (true, Some(arm)) = (names_growing, catch_all) {
            self.lines.push((arm.span().start().line, "a catch-all arm".to_owned()));
        }
        visit::visit_expr_match(self, item);
    }
}

/// The paths in a pattern, at any depth.
fn paths(pattern: &syn::Pat) -> Vec<&syn::Path> {
    #[derive(Default)]
    struct Paths<'ast>(Vec<&'ast syn::Path>);
    impl<'ast> Visit<'ast> for Paths<'ast> {
        fn visit_path(&mut self, path: &'ast syn::Path) {
            self.0.push(path);
        }
    }
    let mut found = Paths::default();
    found.visit_pat(pattern);
    found.0
}

/// Whether a pattern names nothing: `_`, a lower-case binding, a tuple of such.
fn catches_all(pattern: &syn::Pat) -> bool {
    match pattern {
        syn::Pat::Wild(_) => true,
        syn::Pat::Ident(ident) => {
            ident.subpat.is_none() && ident.ident.to_string().starts_with(|c: char| c.is_lowercase())
        }
        syn::Pat::Tuple(tuple) => tuple.elems.iter().all(catches_all),
        _ => false,
    }
}

const LONG_FILE: &str = include_str!("samples/long_file.txt");
const LONG_FUNCTION: &str = include_str!("samples/long_function.txt");
const LONG_METHOD: &str = include_str!("samples/long_method.txt");
