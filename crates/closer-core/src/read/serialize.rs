//! Any value that serialises, as a tree without places.

use std::fmt;

use serde::Serialize;
use serde::ser::{
    Error, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
    SerializeTupleStruct, SerializeTupleVariant, Serializer,
};

use super::node::{Entry, MAX_DEPTH, Node, Value};
use super::room::Room;

/// The tree of a value. `None` and unit are [`Value::Nothing`], and entries of tables that hold nothing are left out.
pub(super) fn node<T: Serialize + ?Sized>(value: &T, room: &Room) -> Result<Node, Refused> {
    Planting { depth: 0, room }.plant(value)
}

/// Why a value cannot be a tree.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(super) struct Refused(String);

impl Error for Refused {
    fn custom<T: fmt::Display>(why: T) -> Self {
        Self(why.to_string())
    }
}

/// Serialises one node; refuses to nest without end, and to grow without end.
#[derive(Clone, Copy)]
struct Planting<'a> {
    depth: u8,
    room: &'a Room,
}

impl<'a> Planting<'a> {
    fn plant<T: Serialize + ?Sized>(self, value: &T) -> Result<Node, Refused> {
        self.room.take().map_err(Refused::custom)?;
        value.serialize(self).map(Node::of)
    }

    fn deeper(self) -> Result<Self, Refused> {
        if self.depth >= MAX_DEPTH {
            return Err(Refused("the data is nested too deeply".to_owned()));
        }
        Ok(Self { depth: self.depth.saturating_add(1), ..self })
    }

    fn list(self, variant: Option<&'static str>) -> Result<List<'a>, Refused> {
        Ok(List { inner: self.deeper()?, nodes: Vec::new(), variant })
    }

    fn table(self, variant: Option<&'static str>) -> Result<Table<'a>, Refused> {
        Ok(Table { inner: self.deeper()?, entries: Vec::new(), key: String::new(), variant })
    }
}

/// A value that stands under the name of its variant, if it has one.
fn under(variant: Option<&'static str>, value: Value) -> Value {
    match variant {
        Some(key) => Value::Table(vec![Entry { key: key.to_owned(), at: None, node: Node::of(value) }]),
        None => value,
    }
}

/// A list in the making.
struct List<'a> {
    inner: Planting<'a>,
    nodes: Vec<Node>,
    variant: Option<&'static str>,
}

impl List<'_> {
    fn add<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Refused> {
        self.nodes.push(self.inner.plant(value)?);
        Ok(())
    }

    fn done(self) -> Value {
        under(self.variant, Value::List(self.nodes))
    }
}

/// A table in the making.
struct Table<'a> {
    inner: Planting<'a>,
    entries: Vec<Entry>,
    key: String,
    variant: Option<&'static str>,
}

impl Table<'_> {
    fn add<T: Serialize + ?Sized>(&mut self, key: &str, value: &T) -> Result<(), Refused> {
        let node = self.inner.plant(value)?;
        if !matches!(node.value, Value::Nothing) {
            self.entries.push(Entry { key: key.to_owned(), at: None, node });
        }
        Ok(())
    }

    fn done(self) -> Value {
        under(self.variant, Value::Table(self.entries))
    }
}

type Made = Result<Value, Refused>;

impl<'a> Serializer for Planting<'a> {
    type Ok = Value;
    type Error = Refused;
    type SerializeSeq = List<'a>;
    type SerializeTuple = List<'a>;
    type SerializeTupleStruct = List<'a>;
    type SerializeTupleVariant = List<'a>;
    type SerializeMap = Table<'a>;
    type SerializeStruct = Table<'a>;
    type SerializeStructVariant = Table<'a>;

    fn serialize_bool(self, value: bool) -> Made {
        Ok(Value::Bool(value))
    }

    fn serialize_i8(self, value: i8) -> Made {
        Ok(Value::Int(value.into()))
    }

    fn serialize_i16(self, value: i16) -> Made {
        Ok(Value::Int(value.into()))
    }

    fn serialize_i32(self, value: i32) -> Made {
        Ok(Value::Int(value.into()))
    }

    fn serialize_i64(self, value: i64) -> Made {
        Ok(Value::Int(value))
    }

    fn serialize_i128(self, value: i128) -> Made {
        Ok(i64::try_from(value).map_or_else(|_| Value::Huge(value.to_string()), Value::Int))
    }

    fn serialize_u8(self, value: u8) -> Made {
        Ok(Value::Int(value.into()))
    }

    fn serialize_u16(self, value: u16) -> Made {
        Ok(Value::Int(value.into()))
    }

    fn serialize_u32(self, value: u32) -> Made {
        Ok(Value::Int(value.into()))
    }

    fn serialize_u64(self, value: u64) -> Made {
        self.serialize_u128(value.into())
    }

    fn serialize_u128(self, value: u128) -> Made {
        Ok(i64::try_from(value).map_or_else(|_| Value::Huge(value.to_string()), Value::Int))
    }

    fn serialize_f32(self, value: f32) -> Made {
        Ok(Value::Float(value.into()))
    }

    fn serialize_f64(self, value: f64) -> Made {
        Ok(Value::Float(value))
    }

    fn serialize_char(self, value: char) -> Made {
        Ok(Value::Text(value.into()))
    }

    fn serialize_str(self, value: &str) -> Made {
        Ok(Value::Text(value.to_owned()))
    }

    fn serialize_bytes(self, _: &[u8]) -> Made {
        Err(Refused("bytes are not a value of any fact".to_owned()))
    }

    fn serialize_none(self) -> Made {
        Ok(Value::Nothing)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Made {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Made {
        Ok(Value::Nothing)
    }

    fn serialize_unit_struct(self, _: &'static str) -> Made {
        Ok(Value::Nothing)
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Made {
        Ok(Value::Text(variant.to_owned()))
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Made {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Made {
        Ok(under(Some(variant), value.serialize(self.deeper()?)?))
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<List<'a>, Refused> {
        self.list(None)
    }

    fn serialize_tuple(self, _: usize) -> Result<List<'a>, Refused> {
        self.list(None)
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<List<'a>, Refused> {
        self.list(None)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<List<'a>, Refused> {
        self.list(Some(variant))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Table<'a>, Refused> {
        self.table(None)
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Table<'a>, Refused> {
        self.table(None)
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Table<'a>, Refused> {
        self.table(Some(variant))
    }
}

/// The kinds of lists differ in the name of their method only.
macro_rules! lists {
    ($($kind:ident $method:ident),+) => {$(
        impl $kind for List<'_> {
            type Ok = Value;
            type Error = Refused;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Refused> {
                self.add(value)
            }

            fn end(self) -> Made {
                Ok(self.done())
            }
        }
    )+};
}

lists! {
    SerializeSeq serialize_element,
    SerializeTuple serialize_element,
    SerializeTupleStruct serialize_field,
    SerializeTupleVariant serialize_field
}

impl SerializeMap for Table<'_> {
    type Ok = Value;
    type Error = Refused;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Refused> {
        self.key = match key.serialize(self.inner)? {
            Value::Text(key) => key,
            Value::Int(key) => key.to_string(),
            Value::Bool(key) => key.to_string(),
            _ => return Err(Refused("the key of a table must be text".to_owned())),
        };
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Refused> {
        let key = std::mem::take(&mut self.key);
        self.add(&key, value)
    }

    fn end(self) -> Made {
        Ok(self.done())
    }
}

impl SerializeStruct for Table<'_> {
    type Ok = Value;
    type Error = Refused;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        key: &'static str,
        value: &T,
    ) -> Result<(), Refused> {
        self.add(key, value)
    }

    fn end(self) -> Made {
        Ok(self.done())
    }
}

impl SerializeStructVariant for Table<'_> {
    type Ok = Value;
    type Error = Refused;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        key: &'static str,
        value: &T,
    ) -> Result<(), Refused> {
        self.add(key, value)
    }

    fn end(self) -> Made {
        Ok(self.done())
    }
}
