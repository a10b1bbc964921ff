//! Reads text files and streams, whatever they turn out to be: too large, not text, a pipe, a link that leads nowhere.

use std::io::{self, ErrorKind, Read};
use std::path::Path;
use std::time::SystemTime;

use crate::failure::{Failure, reason};
use crate::packs::{File, shown};

/// No pack or context that people write comes near this size.
pub(crate) const LARGEST: u64 = 4 * 1024 * 1024;

/// How often a file is read that someone is writing to at the same time.
const ATTEMPTS: usize = 3;

/// Reads one text file.
pub(crate) fn read_file(path: &Path) -> Result<File, Failure> {
    let name = shown(path);
    for _ in 0..ATTEMPTS {
        let unreadable = |error: io::Error| unreadable(path, &error);
        refuse(path, &std::fs::metadata(path).map_err(unreadable)?)?;
        let mut file = std::fs::File::open(path).map_err(unreadable)?;
        let before = file.metadata().map_err(unreadable)?;
        // Another file may have taken its name in between.
        refuse(path, &before)?;
        let read = read_text(&mut file, &name);
        let after = file.metadata().map_err(unreadable)?;
        if !before.is_file() || state(&before) == state(&after) {
            return Ok(File { text: read?, name });
        }
    }
    Err(Failure::with_tip(
        format!("`{name}` changes while it is read"),
        "wait until whatever writes to it is done, and try again",
    ))
}

/// What is no text file is not even opened: a pipe may never say anything.
pub(crate) fn refuse(path: &Path, seen: &std::fs::Metadata) -> Result<(), Failure> {
    if seen.is_dir() {
        return Err(unreadable(path, &ErrorKind::IsADirectory.into()));
    }
    if is_waiting(path, seen) {
        return Err(Failure::with_tip(
            format!("`{}` is a pipe or a socket, not a file", shown(path)),
            "name a file, or send the text to standard input and name that: -",
        ));
    }
    Ok(())
}

/// Whether this would wait for someone to write. Pipes that a shell has opened, as for `<(…)`, have someone at the other end.
#[cfg(unix)]
fn is_waiting(path: &Path, seen: &std::fs::Metadata) -> bool {
    use std::os::unix::fs::FileTypeExt;
    let kind = seen.file_type();
    let opened = ["/dev/fd", "/proc"].iter().any(|folder| path.starts_with(folder));
    kind.is_socket() || (kind.is_fifo() && !opened && path != Path::new("/dev/stdin"))
}

#[cfg(not(unix))]
fn is_waiting(_path: &Path, _seen: &std::fs::Metadata) -> bool {
    false
}

/// What changes when someone writes to a file.
fn state(seen: &std::fs::Metadata) -> (u64, Option<SystemTime>) {
    (seen.len(), seen.modified().ok())
}

/// Reads all of a stream as text.
pub(crate) fn read_text(stream: impl Read, name: &str) -> Result<String, Failure> {
    let mut bytes = Vec::new();
    stream
        .take(LARGEST.saturating_add(1))
        .read_to_end(&mut bytes)
        .map_err(|error| unreadable(Path::new(name), &error))?;
    if bytes.len() as u64 > LARGEST {
        let message = format!("`{name}` is larger than 4 MiB, too large for rules or facts");
        return Err(Failure::plain(message));
    }
    String::from_utf8(bytes).map_err(|error| {
        let bytes = error.as_bytes();
        if is_utf16(bytes) {
            return Failure::with_tip(
                format!("`{name}` is UTF-16 text, not UTF-8"),
                "save it as UTF-8 and try again; an editor asks for the encoding under “Save as”",
            );
        }
        let good = bytes.get(..error.utf8_error().valid_up_to()).unwrap_or_default();
        let line = good.split(|byte| *byte == b'\n').count();
        Failure::with_tip(
            format!("`{name}` is not UTF-8 text: see line {line}"),
            "save it as UTF-8 and try again",
        )
    })
}

/// Whether a text begins with the mark of UTF-16.
pub(crate) fn is_utf16(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff])
}

/// Why something cannot be read.
pub(crate) fn unreadable(path: &Path, error: &io::Error) -> Failure {
    let name = shown(path);
    let reason = reason(error);
    Failure::plain(match error.kind() {
        ErrorKind::NotFound => format!("there is no file or folder `{name}`"),
        ErrorKind::PermissionDenied => format!("`{name}` cannot be read: permission denied"),
        ErrorKind::IsADirectory => format!("`{name}` is a folder, not a file"),
        _ if reason == "Too many levels of symbolic links" => {
            format!("`{name}` cannot be read: it is a link that leads back to itself")
        }
        _ => format!("`{name}` cannot be read: {reason}"),
    })
}
