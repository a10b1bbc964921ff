//! The quick road into a context.
//!
//! Nearly all that programs say of an interview is plain: a known fact, once, and one of its values. That goes straight into the context, and nothing
//! is allocated for it. From the first entry on that is anything else, entries are kept as they are, for the road that can name mistakes. What came
//! before them is said already, and had nothing to complain about, so both roads together say what the slow one would say alone.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Unexpected, Visitor};

use super::given::UNKNOWN;
use super::node::{Entry, Node, Reading, Value};
use super::room::Room;
use crate::model::{Allowed, Context, Fact, Kind, Vocabulary};
use crate::space::ValueSet;

/// Reads what is plain into a context of which nothing is said. What comes back is the rest: a table of the entries from the first one on that is not
/// plain, or whatever there is in place of a table.
pub(super) fn read<'de, D: Deserializer<'de>>(
    vocabulary: &Vocabulary,
    context: &mut Context,
    what_is_known: D,
    room: &Room,
) -> Result<Node, D::Error> {
    let rest = Reading::within(room);
    rest.count()?;
    what_is_known.deserialize_any(Facts { vocabulary, context, rest })
}

/// Reads a table of facts.
struct Facts<'c> {
    vocabulary: &'c Vocabulary,
    context: &'c mut Context,
    /// Reads what is not a table as it is read elsewhere.
    rest: Reading<'c>,
}

impl<'de> Visitor<'de> for Facts<'_> {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.rest.expecting(f)
    }

    fn visit_unit<E: Error>(self) -> Result<Node, E> {
        self.rest.visit_unit()
    }

    fn visit_none<E: Error>(self) -> Result<Node, E> {
        self.rest.visit_none()
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        self.rest.visit_some(deserializer)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        self.rest.visit_newtype_struct(deserializer)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Node, E> {
        self.rest.visit_bool(value)
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Node, E> {
        self.rest.visit_i64(value)
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Node, E> {
        self.rest.visit_u64(value)
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Node, E> {
        self.rest.visit_f64(value)
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Node, E> {
        self.rest.visit_str(value)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Node, A::Error> {
        self.rest.visit_seq(list)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node, A::Error> {
        let inner = self.rest.deeper()?;
        let mut rest = Vec::new();
        while let Some(name) = map.next_key_seed(Name(self.vocabulary))? {
            let (key, node) = match name {
                Named::Fact(fact) => {
                    let value = Said { fact, context: self.context, inner };
                    let Some(node) = map.next_value_seed(value)? else { continue };
                    (fact.name.to_string(), node)
                }
                Named::Other(key) => (key, map.next_value_seed(inner)?),
            };
            if !matches!(node.value, Value::Nothing) {
                rest.push(Entry { key, at: None, node });
                inner.entries(&mut map, &mut rest)?;
                break;
            }
        }
        Ok(Node::of(Value::Table(rest)))
    }
}

/// Reads a key as what it names.
struct Name<'v>(&'v Vocabulary);

enum Named<'v> {
    Fact(&'v Fact),
    Other(String),
}

impl<'de, 'v> DeserializeSeed<'de> for Name<'v> {
    type Value = Named<'v>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Named<'v>, D::Error> {
        deserializer.deserialize_string(self)
    }
}

/// Takes what a `String` takes, so that the same keys are refused with the same words.
impl<'v> Visitor<'_> for Name<'v> {
    type Value = Named<'v>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Named<'v>, E> {
        Ok(self.0.find(name).map_or_else(|| Named::Other(name.to_owned()), Named::Fact))
    }

    fn visit_bytes<E: Error>(self, name: &[u8]) -> Result<Named<'v>, E> {
        match std::str::from_utf8(name) {
            Ok(name) => self.visit_str(name),
            Err(_) => Err(E::invalid_value(Unexpected::Bytes(name), &self)),
        }
    }
}

/// Reads what is said of a fact; comes back with it where it is not plain.
struct Said<'c> {
    fact: &'c Fact,
    context: &'c mut Context,
    inner: Reading<'c>,
}

impl Said<'_> {
    /// Says it, unless something else has been said before.
    fn say(self, allowed: impl FnOnce(&Fact) -> Option<Allowed>) -> bool {
        let Self { fact, context, .. } = self;
        context.said(fact.id).is_none() && allowed(fact).is_some_and(|allowed| context.put(fact, allowed))
    }

    fn number(self, number: i64) -> bool {
        self.say(|fact| match fact.kind {
            Kind::Int { low, high, .. } if (low..=high).contains(&number) => {
                Some(Allowed::Numbers(vec![(number, number)]))
            }
            _ => None,
        })
    }

    fn text(self, text: &str) -> bool {
        self.say(|fact| {
            let value = match &fact.kind {
                Kind::Enum { values, .. } => values.iter().position(|value| **value == *text),
                _ => None,
            };
            match (value, &fact.kind) {
                (Some(value), _) => Some(Allowed::Values(ValueSet::single(u8::try_from(value).ok()?))),
                (None, Kind::Int { low, high, .. }) if text == UNKNOWN => {
                    Some(Allowed::numbers([(*low, *high)]))
                }
                (None, _) if text == UNKNOWN => Some(Allowed::Values(fact.all())),
                _ => None,
            }
        })
    }
}

impl<'de> DeserializeSeed<'de> for Said<'_> {
    type Value = Option<Node>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<Node>, D::Error> {
        self.inner.count()?;
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Said<'_> {
    type Value = Option<Node>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.expecting(f)
    }

    fn visit_unit<E: Error>(self) -> Result<Option<Node>, E> {
        Ok(None)
    }

    fn visit_none<E: Error>(self) -> Result<Option<Node>, E> {
        Ok(None)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<Node>, D::Error> {
        self.inner.visit_some(deserializer).map(Some)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<Node>, D::Error> {
        self.inner.visit_newtype_struct(deserializer).map(Some)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Option<Node>, E> {
        let inner = self.inner;
        let allowed = |fact: &Fact| {
            matches!(fact.kind, Kind::Bool).then(|| Allowed::Values(ValueSet::single(value.into())))
        };
        if self.say(allowed) { Ok(None) } else { inner.visit_bool(value).map(Some) }
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Option<Node>, E> {
        let inner = self.inner;
        if self.number(value) { Ok(None) } else { inner.visit_i64(value).map(Some) }
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Option<Node>, E> {
        let inner = self.inner;
        match i64::try_from(value) {
            Ok(number) if self.number(number) => Ok(None),
            _ => inner.visit_u64(value).map(Some),
        }
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Option<Node>, E> {
        self.inner.visit_f64(value).map(Some)
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Option<Node>, E> {
        let inner = self.inner;
        if self.text(value) { Ok(None) } else { inner.visit_str(value).map(Some) }
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Option<Node>, A::Error> {
        self.inner.visit_seq(list).map(Some)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Option<Node>, A::Error> {
        self.inner.visit_map(map).map(Some)
    }
}
