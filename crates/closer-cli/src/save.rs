//! Makes new files, and puts a new text in the place of an old one. At every moment one of the two is there, whole.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use crate::failure::{Failure, reason};
use crate::language::Language;
use crate::packs::shown;

/// Why there is no new file or folder.
pub(crate) fn uncreatable(path: &Path, error: &io::Error) -> Failure {
    let name = shown(path);
    Failure::plain(match error.kind() {
        ErrorKind::PermissionDenied => format!("`{name}` cannot be written: permission denied"),
        ErrorKind::AlreadyExists | ErrorKind::NotADirectory => {
            format!("`{name}` cannot be written: something of that name is in the way")
        }
        ErrorKind::NotFound => format!("`{name}` cannot be written: there is no such folder"),
        _ => format!("`{name}` cannot be written: {}", reason(error)),
    })
}

/// Replaces the text `before` of a file by `after`, unless the file has changed in the meantime.
///
/// The new text is written beside the file, with the same permissions, and then takes its name.
pub(crate) fn replace(path: &Path, before: &str, after: &str) -> Result<(), Failure> {
    let failed = |error: &io::Error| unwritable(path, error);
    // A link stays a link: what it points to is replaced.
    let path = fs::canonicalize(path).map_err(|error| failed(&error))?;
    let old = old(&path).map_err(|error| failed(&error))?;
    let (beside, file) = create_beside(&path, old.as_ref()).map_err(|error| failed(&error))?;
    let replaced = write(file, after, old.as_ref())
        .and_then(|()| Ok(fs::read(&path)? == before.as_bytes()))
        .and_then(|unchanged| if unchanged { rename(&beside, &path).map(|()| true) } else { Ok(false) });
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

/// Writes a new file, which is there whole or not at all. One that is already there is written over only with `force`.
pub(crate) fn create(path: &Path, text: &str, force: bool, language: Language) -> Result<(), Failure> {
    let name = shown(path);
    let there = || {
        Failure::told_in(
            language,
            language.fill("`{}` is already there", &[&name]),
            language.say("choose another name, or add --force to write over it"),
        )
    };
    let failed = |error: &io::Error| {
        let reason = match error.kind() {
            ErrorKind::NotFound => language.say("there is no such folder").to_owned(),
            ErrorKind::PermissionDenied => language.say("permission denied").to_owned(),
            _ => reason(error),
        };
        Failure::told_in(
            language,
            language.fill("`{}` cannot be written: {}", &[&name, &reason]),
            language.say("nothing was written"),
        )
    };
    if !force && fs::symlink_metadata(path).is_ok() {
        return Err(there());
    }
    let target = target(path).map_err(|error| failed(&error))?;
    let old = old(&target).map_err(|error| failed(&error))?;
    let (beside, file) = create_beside(&target, old.as_ref()).map_err(|error| failed(&error))?;
    let written = write(file, text, old.as_ref())
        .and_then(|()| if force { rename(&beside, &target) } else { name_if_free(&beside, &target) });
    if !(force && written.is_ok()) {
        // Nothing better can be done about a second failure.
        let _ = fs::remove_file(&beside);
    }
    match written {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Err(there()),
        written => written.map_err(|error| failed(&error)),
    }
}

/// Refuses what is there and cannot be replaced: a folder, a pipe, a device, a link that leads nowhere, or what only others may write.
pub(crate) fn may_be_written(path: &Path) -> Result<(), Failure> {
    target(path).and_then(|target| old(&target)).map_err(|error| unwritable(path, &error)).map(|_| ())
}

/// What is written: a link stays a link, and the file that it leads to is replaced.
fn target(path: &Path) -> io::Result<PathBuf> {
    match fs::canonicalize(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => match fs::symlink_metadata(path) {
            Ok(_) => Err(io::Error::other("it is a link that leads nowhere")),
            Err(_) => Ok(path.to_owned()),
        },
        found => found,
    }
}

/// What is known of the file in whose place another one is put, if there is one and it may be written.
///
/// To take its name the folder alone has to be writable; so it is asked here. A pipe or a device would not be written to but put out of the
/// way, for every other program too.
fn old(path: &Path) -> io::Result<Option<Metadata>> {
    let seen = match fs::metadata(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        seen => seen?,
    };
    if seen.is_dir() {
        return Err(ErrorKind::IsADirectory.into());
    }
    if !seen.is_file() {
        return Err(io::Error::other("it is not a file"));
    }
    if seen.permissions().readonly() {
        return Err(ErrorKind::PermissionDenied.into());
    }
    OpenOptions::new().write(true).open(path)?;
    Ok(Some(seen))
}

/// Gives a file a second name that nobody else has, which unlike renaming never takes the place of another file.
fn name_if_free(file: &Path, name: &Path) -> io::Result<()> {
    match fs::hard_link(file, name) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => {
            // Some disks, such as memory cards, know no second names.
            if fs::symlink_metadata(name).is_ok() {
                return Err(ErrorKind::AlreadyExists.into());
            }
            fs::rename(file, name)
        }
        linked => linked,
    }
}

/// Gives a file another's name, and waits until the folder on disk says so, where folders can be asked to.
fn rename(file: &Path, name: &Path) -> io::Result<()> {
    fs::rename(file, name)?;
    if let Some(folder) = name.parent().and_then(|folder| File::open(folder).ok()) {
        // The new name holds for everyone already; only a power cut could still bring the old file back, whole.
        let _ = folder.sync_all();
    }
    Ok(())
}

fn write(mut file: File, text: &str, old: Option<&Metadata>) -> io::Result<()> {
    file.write_all(text.as_bytes())?;
    if let Some(old) = old {
        // Only the system's administrator can give files away; for anyone else this is the file's owner already, or nothing can be done.
        let _ = give_to_owner(&file, old);
        file.set_permissions(old.permissions())?;
    }
    file.sync_all()
}

#[cfg(unix)]
fn give_to_owner(file: &File, old: &Metadata) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt, fchown};
    fchown(file, Some(old.uid()), Some(old.gid()))
}

#[cfg(not(unix))]
fn give_to_owner(_file: &File, _old: &Metadata) -> io::Result<()> {
    Ok(())
}

/// How many characters of a file's name stand in the name of the one beside it.
const SHOWN_OF_NAME: usize = 40;

/// A new file in the same folder, for nobody else to read until it is known who may read the old one. Its name begins with a dot, so that nobody
/// takes it for a rule file.
fn create_beside(path: &Path, old: Option<&Metadata>) -> io::Result<(PathBuf, File)> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    // Names have 255 bytes at most; with a number and an ending this one is no longer than the file's own may be.
    let name: String = name.chars().take(SHOWN_OF_NAME).collect();
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    if old.is_some() {
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    }
    let mut taken = io::Error::from(ErrorKind::AlreadyExists);
    for attempt in 0..16 {
        let beside = path.with_file_name(format!(".{name}.{}-{attempt}.new", std::process::id()));
        match options.open(&beside) {
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
        _ => format!("`{name}` cannot be changed: {}", reason(error)),
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
    fn a_name_may_be_as_long_as_names_can_be() {
        let folder = folder("long");
        let name = format!("{}.toml", "ü".repeat(125));
        let path = folder.join(&name);
        create(&path, "old", false, Language::English).unwrap();
        replace(&path, "old", "new").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "new");
        assert_eq!(names(&folder), [name]);
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_new_file_never_takes_the_place_of_another() {
        let folder = folder("create");
        let path = folder.join("card.html");
        create(&path, "mine", false, Language::English).unwrap();
        assert!(matches!(create(&path, "other", false, Language::English), Err(Failure::Plain(_))));
        assert_eq!(fs::read_to_string(&path).unwrap(), "mine");
        create(&path, "newer", true, Language::English).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "newer");
        assert!(matches!(create(&folder, "x", true, Language::English), Err(Failure::Plain(_))));
        assert!(create(&folder.join("no/such"), "x", false, Language::English).is_err());
        assert_eq!(names(&folder), ["card.html"], "nothing else is left behind");
        // Even if somebody was quicker by a moment.
        let beside = folder.join("beside");
        fs::write(&beside, "late").unwrap();
        assert_eq!(name_if_free(&beside, &path).unwrap_err().kind(), ErrorKind::AlreadyExists);
        assert_eq!(fs::read_to_string(&path).unwrap(), "newer");
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
    fn a_link_stays_a_link_and_is_somebody_elses_file() {
        let folder = folder("links");
        let path = folder.join("card.html");
        fs::write(&path, "old").unwrap();
        let (link, broken) = (folder.join("link.html"), folder.join("broken.html"));
        std::os::unix::fs::symlink(&path, &link).unwrap();
        std::os::unix::fs::symlink(folder.join("nowhere"), &broken).unwrap();
        assert!(create(&link, "new", false, Language::English).is_err());
        assert!(create(&broken, "new", false, Language::English).is_err());
        create(&link, "new", true, Language::English).unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read_to_string(&path).unwrap(), "new");
        let nowhere = create(&broken, "new", true, Language::English);
        assert!(matches!(nowhere, Err(Failure::Plain(plain)) if plain.message.contains("leads nowhere")));
        assert!(fs::symlink_metadata(&broken).unwrap().is_symlink());
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
        // A card is written over in the same way.
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        create(&path, "card", true, Language::English).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(fs::read_to_string(&path).unwrap(), "card");
        // What nobody may write is not written.
        fs::set_permissions(&path, fs::Permissions::from_mode(0o440)).unwrap();
        assert!(matches!(replace(&path, "card", "newer"), Err(Failure::Plain(_))));
        assert!(matches!(create(&path, "newer", true, Language::English), Err(Failure::Plain(_))));
        assert_eq!(fs::read_to_string(&path).unwrap(), "card");
        fs::remove_dir_all(folder).unwrap();
    }
}
