//! What a resource, data source or provider block declares: attributes with their type, presence and rules.
//! Declarations only; what follows from them is in `plan`, `validator` and `docs`.

use std::collections::BTreeMap;

use crate::{Type, Validator, Value};

/// Everything that can be written in one block.
#[derive(Clone, Debug)]
pub struct Schema {
    /// Version of the state's shape; raised when an old state must be upgraded.
    pub version: i64,
    /// What the block is, in Markdown.
    pub description: String,
    /// The attributes, in the order in which the documentation shows them.
    pub attributes: Vec<Attribute>,
}

/// One named value in a block or a nested object.
#[derive(Clone, Debug)]
pub struct Attribute {
    /// The name as written in HCL.
    pub name: String,
    /// The type, or the attributes of a nested object.
    pub shape: Shape,
    /// Who gives the value.
    pub presence: Presence,
    /// What it means, in Markdown, ending in a full stop.
    pub description: String,
    /// Terraform hides the value in its output.
    pub sensitive: bool,
    /// The value is given to the provider and never stored.
    pub write_only: bool,
    /// Why not to use it any more; `None`: not deprecated.
    pub deprecation: Option<String>,
    /// What is checked, filled in and planned.
    pub rules: Rules,
}

/// A plain type, or a nested object with attributes of its own.
#[derive(Clone, Debug)]
pub enum Shape {
    /// A value of this type.
    Plain(Type),
    /// Objects with these attributes.
    Nested {
        /// One object, or a collection of them.
        nesting: Nesting,
        /// The attributes of each object.
        attributes: Vec<Attribute>,
    },
}

/// How nested objects are held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nesting {
    /// One object.
    Single,
    /// A list of objects.
    List,
    /// A set of objects.
    Set,
    /// Objects by key.
    Map,
}

/// Who gives an attribute's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// The configuration must.
    Required,
    /// The configuration may.
    Optional,
    /// The provider does; the configuration must not.
    Computed,
    /// The configuration may; where it does not, the provider does.
    OptionalComputed,
}

/// What holds for an attribute beyond its type.
#[derive(Clone, Debug, Default)]
pub struct Rules {
    /// The value where the configuration gives none. Needs [`Presence::OptionalComputed`].
    pub default: Option<Value>,
    /// A change of the value replaces the resource. So where it is computed, an update keeps it.
    pub replace: bool,
    /// A computed value that is stable over updates: planned as in the prior state instead of unknown.
    pub keep: bool,
    /// Checks of a known value, each with the sentence that says what is allowed.
    pub validators: Vec<Validator>,
}

impl Presence {
    /// Whether the provider may set the value.
    #[must_use]
    pub fn is_computed(self) -> bool {
        matches!(self, Self::Computed | Self::OptionalComputed)
    }

    /// Whether the configuration may set the value.
    #[must_use]
    pub fn is_configurable(self) -> bool {
        !matches!(self, Self::Computed)
    }
}

impl Schema {
    /// The attribute of this name at the top of the block.
    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<&Attribute> {
        self.attributes.iter().find(|a| a.name == name)
    }

    /// The type of a value of this block.
    #[must_use]
    pub fn ty(&self) -> Type {
        object_type(&self.attributes)
    }
}

impl Attribute {
    /// The type of the attribute's value.
    #[must_use]
    pub fn ty(&self) -> Type {
        self.shape.ty()
    }
}

impl Shape {
    /// The type of a value of this shape.
    #[must_use]
    pub fn ty(&self) -> Type {
        match self {
            Self::Plain(ty) => ty.clone(),
            Self::Nested { nesting, attributes } => {
                let object = object_type(attributes);
                match nesting {
                    Nesting::Single => object,
                    Nesting::List => Type::list(object),
                    Nesting::Set => Type::set(object),
                    Nesting::Map => Type::map(object),
                }
            }
        }
    }
}

fn object_type(attributes: &[Attribute]) -> Type {
    Type::Object(attributes.iter().map(|a| (a.name.clone(), a.ty())).collect::<BTreeMap<_, _>>())
}
