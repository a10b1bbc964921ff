//! Makes new files, and puts a new text in the place of an old one. At every moment one of the two is there, whole.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use crate::failure::Failure;
use crate::packs::shown;
use crate::words::clean;

/// Makes a file, only if it is new: somebody may have been quicker.
pub(crate) fn create(path: &Path, text: &str) -> Result<(), Failure> {
    let made = OpenOptions::new().write(true).create_new(true).open(path);
    made.and_then(|mut file| file.write_all(text.as_bytes())).map_err(|error| uncreatable(path, &error))
}

/// Why there is no new file or folder.
pub(crate) fn uncreatable(path: &Path, error: &io::Error) -> Failure {
    let name = shown(path);
    Failure::plain(match error.kind() {
        ErrorKind::PermissionDenied => format!("`{name}` cannot be written: permission denied"),
        ErrorKind::AlreadyExists | ErrorKind::NotADirectory => {
            format!("`{name}` cannot be written: something of that name is in the way")
        }
        ErrorKind::NotFound => format!("`{name}` cannot be written: there is no such folder"),
        _ => format!("`{name}` cannot be written: {}", clean(&error.to_string())),
    })
}

/// Replaces the text `before` of a file by `after`, unless the file has changed in the meantime.
///
/// The new text is written beside the file, with the same permissions, and then takes its name.
pub(crate) fn replace(path: &Path, before: &str, after: &str) -> Result<(), Failure> {
    let failed = |error: &io::Error| unwritable(path, error);
    // A link stays a link: what it points to is replaced.
    let path = fs::canonicalize(path).map_err(|error| failed(&error))?;
    let permissions = fs::metadata(&path).map_err(|error| failed(&error))?.permissions();
    if permissions.readonly() {
        return Err(failed(&ErrorKind::PermissionDenied.into()));
    }
    let (beside, file) = create_beside(&path).map_err(|error| failed(&error))?;
    let replaced = write(file, after, permissions)
        .and_then(|()| Ok(fs::read(&path)? == before.as_bytes()))
        .and_then(|unchanged| if unchanged { fs::rename(&beside, &path).map(|()| true) } else { Ok(false) });
    if !matches!(replaced, Ok(true)) {
        // Nothing better can be done about a second failure.
        let _ = fs::remove_file(&beside);
    }
    match replaced {
        Ok(true) => Ok(()),
        Ok(false) => Err(Failure::with_tip(
            format!("`{}` was changed by someone else in the meantime", shown(&path)),
            "nothing in it was changed; try again",
        )),
        Err(error) => Err(failed(&error)),
    }
}

fn write(mut file: File, text: &str, permissions: fs::Permissions) -> io::Result<()> {
    file.write_all(text.as_bytes())?;
    file.set_permissions(permissions)?;
    file.sync_all()
}

/// A new file in the same folder. Its name begins with a dot, so that nobody takes it for a rule file.
fn create_beside(path: &Path) -> io::Result<(PathBuf, File)> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let mut taken = io::Error::from(ErrorKind::AlreadyExists);
    for attempt in 0..16 {
        let beside = path.with_file_name(format!(".{name}.{}-{attempt}.new", std::process::id()));
        match OpenOptions::new().write(true).create_new(true).open(&beside) {
            Ok(file) => return Ok((beside, file)),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => taken = error,
            Err(error) => return Err(error),
        }
    }
    Err(taken)
}

fn unwritable(path: &Path, error: &io::Error) -> Failure {
    let name = shown(path);
    let message = match error.kind() {
        ErrorKind::NotFound => format!("`{name}` is not there any more"),
        ErrorKind::PermissionDenied => format!("`{name}` cannot be changed: permission denied"),
        ErrorKind::ReadOnlyFilesystem => format!("`{name}` cannot be changed: it is on a read-only disk"),
        _ => format!("`{name}` cannot be changed: {}", clean(&error.to_string())),
    };
    Failure::with_tip(message, "nothing in it was changed")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder of its own, so that tests can run side by side.
    fn folder(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("closer-save-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        folder
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    }

    #[test]
    fn the_new_text_takes_the_place_of_the_old() {
        let folder = folder("new");
        let path = folder.join("a.toml");
        fs::write(&path, "old").unwrap();
        replace(&path, "old", "new").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "new");
        assert_eq!(names(&folder), ["a.toml"]);
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_file_that_someone_changed_or_removed_is_left_alone() {
        let folder = folder("changed");
        let path = folder.join("a.toml");
        fs::write(&path, "theirs").unwrap();
        assert!(matches!(replace(&path, "old", "new"), Err(Failure::Plain(_))));
        assert_eq!(fs::read_to_string(&path).unwrap(), "theirs");
        assert_eq!(names(&folder), ["a.toml"]);
        fs::remove_file(&path).unwrap();
        assert!(matches!(replace(&path, "old", "new"), Err(Failure::Plain(_))));
        assert_eq!(names(&folder), [""; 0]);
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    #[cfg(unix)]
    fn permissions_and_links_stay_what_they_were() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let folder = folder("permissions");
        let path = folder.join("a.toml");
        fs::write(&path, "old").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        let link = folder.join("link.toml");
        symlink(&path, &link).unwrap();
        replace(&link, "old", "new").unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
        assert_eq!(fs::read_to_string(&path).unwrap(), "new");
        // What nobody may write is not written.
        fs::set_permissions(&path, fs::Permissions::from_mode(0o440)).unwrap();
        assert!(matches!(replace(&path, "new", "newer"), Err(Failure::Plain(_))));
        assert_eq!(fs::read_to_string(&path).unwrap(), "new");
        fs::remove_dir_all(folder).unwrap();
    }
}
