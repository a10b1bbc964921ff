//! A pack in a folder that may be replaced at any time, shared by any number of threads.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError, RwLock};
use std::time::SystemTime;

use closer_core::{Program, RuleSet};

type Result<T> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

/// Which files there are, and since when they are as they are.
type State = Vec<(PathBuf, SystemTime, u64)>;

/// The pack in a folder, as it was when it was last read without a mistake.
pub struct Live {
    folder: PathBuf,
    /// Held only as long as it takes to copy or to swap it: reading a pack keeps nobody waiting.
    program: RwLock<Program>,
    /// What was last read, right or wrong. Whoever reads holds it, so that an older pack cannot come after a newer one.
    state: Mutex<State>,
}

impl Live {
    /// Reads the pack for the first time.
    pub fn open(folder: impl Into<PathBuf>) -> Result<Self> {
        let folder = folder.into();
        let state = state(&folder)?;
        let program = RwLock::new(read(&state)?);
        Ok(Self { folder, program, state: Mutex::new(state) })
    }

    /// The pack as it is now. Ask for it once for each answer, and use it for all of that answer: it stays the same whatever happens in the
    /// folder. A copy costs next to nothing.
    pub fn program(&self) -> Program {
        self.program.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Reads the pack again if its files have changed, and tells whether they had. A pack with mistakes is not taken: the mistakes are told once, and the
    /// pack before it stays.
    ///
    /// The files of a pack belong together, so replace them together: let the folder be a link, and move another link over it, to a folder
    /// where the new files are complete. Then no moment exists in which old and new files could be read as one pack. Whoever edits files in place gets what was
    /// there when nothing had changed for as long as it took to read them.
    pub fn refresh(&self) -> Result<bool> {
        let mut before = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let now = state(&self.folder)?;
        if now == *before {
            return Ok(false);
        }
        let program = read(&now);
        if state(&self.folder)? != now {
            // Somebody is at it: the next time will do.
            return Ok(false);
        }
        *before = now;
        *self.program.write().unwrap_or_else(PoisonError::into_inner) = program?;
        Ok(true)
    }
}

/// The rule files of a folder. Links are followed once, so that all of them are from the same place.
fn state(folder: &Path) -> Result<State> {
    let mut files = Vec::new();
    for entry in fs::read_dir(fs::canonicalize(folder)?)? {
        let path = entry?.path();
        let name = path.to_string_lossy();
        if name.ends_with(".toml") && ![".test.toml", ".lang.toml"].iter().any(|kind| name.ends_with(kind)) {
            let seen = fs::metadata(&path)?;
            files.push((path, seen.modified()?, seen.len()));
        }
    }
    files.sort();
    Ok(files)
}

fn read(files: &State) -> Result<Program> {
    let text = |(path, _, _): &(PathBuf, _, _)| Ok((path.display().to_string(), fs::read_to_string(path)?));
    let files = files.iter().map(text).collect::<Result<Vec<_>>>()?;
    Ok(RuleSet::from_files(files)?.compile())
}
