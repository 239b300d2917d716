//! Notices that the terminal is gone, which the input library does not: it would spin on a dead
//! line for ever. Sleeps in `poll` without a timeout, so it costs nothing while all is well.

use std::{
    io::{self, PipeWriter},
    os::fd::{AsFd, OwnedFd},
};

use rustix::{
    event::{PollFd, PollFlags, poll},
    io::Errno,
};

/// The running watch; dropping it ends it. A call-back under way is not waited for.
#[derive(Debug)]
#[must_use = "dropping it ends the watch"]
pub struct Watch {
    _stop: PipeWriter,
}

/// Calls back once, from its own thread, when standard input's terminal hangs up.
pub fn watch(on_lost: impl FnOnce() + Send + 'static) -> io::Result<Watch> {
    watch_fd(rustix::stdio::stdin().try_clone_to_owned()?, on_lost)
}

/// [`watch`] for any descriptor.
pub fn watch_fd(fd: OwnedFd, on_lost: impl FnOnce() + Send + 'static) -> io::Result<Watch> {
    let (stopped, stop) = io::pipe()?;
    std::thread::Builder::new().name("hang-up".to_owned()).spawn(move || {
        if wait(&fd, &stopped) {
            on_lost();
        }
    })?;
    Ok(Watch { _stop: stop })
}

/// True when `fd` is lost, false when the watch is over.
fn wait(fd: impl AsFd, stopped: impl AsFd) -> bool {
    let gone = PollFlags::HUP.union(PollFlags::ERR).union(PollFlags::NVAL);
    let mut fds = [PollFd::new(&fd, PollFlags::empty()), PollFd::new(&stopped, PollFlags::empty())];
    loop {
        match poll(&mut fds, None) {
            Ok(_) | Err(Errno::INTR | Errno::AGAIN) => {}
            Err(_) => return false,
        }
        let [tty, stop] = &fds;
        if stop.revents().intersects(gone) {
            return false;
        }
        if tty.revents().intersects(gone) {
            return true;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    #[test]
    fn a_closed_line_is_reported_once() {
        let (reader, writer) = io::pipe().unwrap();
        let (say, heard) = mpsc::channel();
        let _watch = watch_fd(reader.into(), move || say.send(()).unwrap()).unwrap();
        assert!(heard.try_recv().is_err());
        drop(writer);
        heard.recv().unwrap();
        assert!(heard.recv().is_err(), "the thread is over");
    }

    #[test]
    fn a_dropped_watch_never_calls() {
        let (reader, _writer) = io::pipe().unwrap();
        let (say, heard) = mpsc::channel::<()>();
        let watch = watch_fd(reader.into(), move || say.send(()).unwrap()).unwrap();
        drop(watch);
        assert!(heard.recv().is_err(), "the thread is over and has said nothing");
    }
}
