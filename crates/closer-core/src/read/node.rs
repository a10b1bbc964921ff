//! A tree of plain values with the places they were written at.
//!
//! TOML text, a serialised struct and JSON all become this tree, so that all of them go through the same checks.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::room::Room;
use crate::text::Span;

/// How deep trees may be: as deep as the TOML parser goes.
pub(super) const MAX_DEPTH: u8 = 80;

/// From here on no number has anything behind its point.
const MOST: f64 = 9_007_199_254_740_992.0;

/// A value, and where it was written; a value that no text was written for has no place.
#[derive(Debug, Clone)]
pub(super) struct Node {
    pub(super) value: Value,
    pub(super) at: Option<Span>,
}

/// What a [`Node`] holds.
#[derive(Debug, Clone)]
pub(super) enum Value {
    /// JSON's `null`. Entries of tables that hold it are left out.
    Nothing,
    Bool(bool),
    Int(i64),
    /// A whole number that no fact can have, as it was written.
    Huge(String),
    Float(f64),
    Text(String),
    Date,
    List(Vec<Node>),
    Table(Vec<Entry>),
}

/// A key of a table with its value. Entries stand in the order of the text.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) key: String,
    pub(super) at: Option<Span>,
    pub(super) node: Node,
}

impl Node {
    /// A value that was written nowhere.
    pub(super) fn of(value: Value) -> Self {
        Self { value, at: None }
    }

    /// What the value is, as its author would say.
    pub(super) fn is_what(&self) -> &'static str {
        match self.value {
            Value::Nothing => "nothing",
            Value::Bool(_) => "true or false",
            Value::Int(_) => "a whole number",
            // JSON's readers make such a number of whole ones, too, that are too long for them.
            Value::Float(number) if number.abs() > MOST => "a number too large to hold",
            Value::Huge(_) => "a number too large to hold",
            Value::Float(_) => "a number with a point",
            Value::Text(_) => "text",
            Value::Date => "a date",
            Value::List(_) => "a list",
            Value::Table(_) => "a table",
        }
    }

    /// The text under a key, if the node is a table and holds one.
    pub(super) fn text_at(&self, key: &str) -> Option<&str> {
        let Value::Table(entries) = &self.value else { return None };
        match &entries.iter().find(|entry| entry.key == key)?.node.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }
}

/// Reads one node from any format that serde knows; refuses to nest without end, and to grow without end.
#[derive(Clone, Copy)]
pub(super) struct Reading<'a> {
    depth: u8,
    room: &'a Room,
}

impl<'a> Reading<'a> {
    /// Reads a whole tree.
    pub(super) fn within(room: &'a Room) -> Self {
        Self { depth: 0, room }
    }

    /// Counts a value that is about to be read.
    pub(super) fn count<E: Error>(self) -> Result<(), E> {
        self.room.take().map_err(E::custom)
    }

    pub(super) fn deeper<E: Error>(self) -> Result<Self, E> {
        if self.depth >= MAX_DEPTH {
            return Err(E::custom("the data is nested too deeply"));
        }
        Ok(Self { depth: self.depth.saturating_add(1), ..self })
    }

    /// Adds the entries of a table that are left; their values are read by this.
    pub(super) fn entries<'de, A: MapAccess<'de>>(
        self,
        map: &mut A,
        entries: &mut Vec<Entry>,
    ) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            let node = map.next_value_seed(self)?;
            if !matches!(node.value, Value::Nothing) {
                entries.push(Entry { key, at: None, node });
            }
        }
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for Reading<'_> {
    type Value = Node;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        self.count()?;
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Reading<'_> {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("plain data")
    }

    fn visit_unit<E: Error>(self) -> Result<Node, E> {
        Ok(Node::of(Value::Nothing))
    }

    fn visit_none<E: Error>(self) -> Result<Node, E> {
        Ok(Node::of(Value::Nothing))
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        deserializer.deserialize_any(self.deeper()?)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        deserializer.deserialize_any(self.deeper()?)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Node, E> {
        Ok(Node::of(Value::Bool(value)))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Node, E> {
        Ok(Node::of(Value::Int(value)))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Node, E> {
        Ok(Node::of(i64::try_from(value).map_or_else(|_| Value::Huge(value.to_string()), Value::Int)))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Node, E> {
        Ok(Node::of(Value::Float(value)))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Node, E> {
        Ok(Node::of(Value::Text(value.to_owned())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Node, A::Error> {
        let inner = self.deeper()?;
        let mut nodes = Vec::new();
        while let Some(node) = list.next_element_seed(inner)? {
            nodes.push(node);
        }
        Ok(Node::of(Value::List(nodes)))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node, A::Error> {
        let inner = self.deeper()?;
        let mut entries = Vec::new();
        inner.entries(&mut map, &mut entries)?;
        Ok(Node::of(Value::Table(entries)))
    }
}
