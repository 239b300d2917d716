//! One frame, one write: everything a frame draws is gathered and sent at once, between the marks
//! of synchronised output. A frame that changes nothing is not sent at all.

use std::{
    cell::RefCell,
    io::{self, Write},
    rc::Rc,
};

const SYNC_BEGIN: &[u8] = b"\x1b[?2026h";
const SYNC_END: &[u8] = b"\x1b[?2026l";

struct Inner<S> {
    sink: S,
    buffer: Vec<u8>,
    in_frame: bool,
    closed: bool,
    synchronised: bool,
    /// The last frame sent.
    last: Vec<u8>,
}

/// A writer that gathers frames. Its clones share one buffer.
pub struct FrameWriter<S>(Rc<RefCell<Inner<S>>>);

impl<S> Clone for FrameWriter<S> {
    fn clone(&self) -> Self {
        Self(Rc::clone(&self.0))
    }
}

impl<S: Write> FrameWriter<S> {
    pub fn new(sink: S, synchronised: bool) -> Self {
        Self(Rc::new(RefCell::new(Inner {
            sink,
            buffer: Vec::with_capacity(16 * 1024),
            in_frame: false,
            closed: false,
            synchronised,
            last: Vec::new(),
        })))
    }

    /// From here on flushing does nothing until [`FrameWriter::end`].
    pub fn begin(&self) {
        self.0.borrow_mut().in_frame = true;
    }

    /// Sends the frame in one write; returns the bytes sent.
    pub fn end(&self) -> io::Result<usize> {
        let mut inner = self.0.borrow_mut();
        inner.in_frame = false;
        let body = std::mem::take(&mut inner.buffer);
        if inner.closed {
            return Ok(0);
        }
        // The same colours and the same cursor as the last frame left: nothing to say.
        if body.is_empty() || (!draws_text(&body) && inner.last.ends_with(&body)) {
            return Ok(0);
        }
        inner.last.clone_from(&body);
        let frame = if inner.synchronised { [SYNC_BEGIN, &body, SYNC_END].concat() } else { body };
        inner.sink.write_all(&frame)?;
        inner.sink.flush()?;
        Ok(frame.len())
    }

    /// Sends nothing any more, whoever still writes.
    pub fn close(&self) {
        self.0.borrow_mut().closed = true;
    }

    /// Drops what was gathered.
    pub fn abandon(&self) {
        let mut inner = self.0.borrow_mut();
        inner.in_frame = false;
        inner.buffer.clear();
        inner.last.clear();
    }
}

impl<S: Write> Write for FrameWriter<S> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().buffer.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let mut inner = self.0.borrow_mut();
        if inner.in_frame {
            return Ok(());
        }
        let bytes = std::mem::take(&mut inner.buffer);
        if inner.closed {
            return Ok(());
        }
        inner.sink.write_all(&bytes)?;
        inner.sink.flush()
    }
}

/// Whether there is anything besides control sequences.
fn draws_text(bytes: &[u8]) -> bool {
    let mut rest = bytes.iter();
    while let Some(&byte) = rest.next() {
        if byte != 0x1b || rest.next() != Some(&b'[') {
            return true;
        }
        // To the final byte; what erases counts as drawing.
        match rest.find(|b| (0x40..=0x7e).contains(*b)) {
            Some(b'J' | b'K') | None => return true,
            Some(_) => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Keeps every write apart.
    #[derive(Default, Clone)]
    struct Writes(Rc<RefCell<Vec<Vec<u8>>>>);

    impl Write for Writes {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.borrow_mut().push(bytes.to_vec());
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_frame_is_one_write_between_its_marks() {
        let sink = Writes::default();
        let mut writer = FrameWriter::new(sink.clone(), true);
        writer.begin();
        for part in ["\x1b[1;1H", "abc", "\x1b[0m"] {
            writer.write_all(part.as_bytes()).unwrap();
            writer.flush().unwrap();
        }
        assert!(sink.0.borrow().is_empty(), "nothing goes out in the middle");
        assert_eq!(writer.end().unwrap(), 29);
        assert_eq!(*sink.0.borrow(), [b"\x1b[?2026h\x1b[1;1Habc\x1b[0m\x1b[?2026l".to_vec()]);
    }

    #[test]
    fn a_frame_that_changes_nothing_is_not_sent_again() {
        let sink = Writes::default();
        let mut writer = FrameWriter::new(sink.clone(), true);
        let mut frame = |body: &str| {
            writer.begin();
            writer.write_all(body.as_bytes()).unwrap();
            writer.end().unwrap() > 0
        };
        assert!(frame("\x1b[?25l\x1b[0m"));
        assert!(!frame("\x1b[?25l\x1b[0m"));
        assert!(frame("\x1b[?25h\x1b[3;4H"), "the cursor has moved");
        assert!(frame("x\x1b[?25h\x1b[3;4H"));
        assert!(!frame("\x1b[?25h\x1b[3;4H"), "the text has left it there");
        assert!(frame("x"));
        assert!(frame("\x1b[?25h\x1b[3;4H"), "after text the cursor must be put back");
        assert!(!frame("\x1b[?25h\x1b[3;4H"));
        assert!(frame("\x1b[2J"));
        assert!(frame("\x1b[2J"), "erasing is never skipped");
        assert!(!frame(""));
    }

    #[test]
    fn an_abandoned_frame_leaves_nothing_behind() {
        let sink = Writes::default();
        let mut writer = FrameWriter::new(sink.clone(), false);
        writer.begin();
        writer.write_all(b"half").unwrap();
        writer.abandon();
        writer.write_all(b"whole").unwrap();
        writer.flush().unwrap();
        assert_eq!(*sink.0.borrow(), [b"whole".to_vec()]);
        writer.close();
        writer.write_all(b"late").unwrap();
        writer.flush().unwrap();
        assert_eq!(sink.0.borrow().len(), 1);
    }
}
