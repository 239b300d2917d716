//! Size → regions. Pure; update uses it for scrolling, view for drawing, so that both agree.

use ratatui::layout::Rect;

/// Below this nothing but counters is shown.
pub const SMALLEST: (u16, u16) = (60, 15);

/// The lines around every page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Frame {
    pub header: Rect,
    /// Second line of the header; empty on a low screen.
    pub header_more: Rect,
    /// What cannot be trusted; empty while all is well.
    pub banner: Rect,
    pub strip: Rect,
    pub body: Rect,
    pub message: Rect,
    pub hints: Rect,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Desk {
    pub title: Rect,
    pub columns: Rect,
    pub rows: Rect,
    /// Empty where there is no room for it.
    pub detail: Rect,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Request {
    pub title: Rect,
    pub panes: Panes,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Panes {
    /// One pane holds everything.
    Single(Rect),
    Three {
        facts: Rect,
        clocks: Rect,
        timeline: Rect,
    },
}

pub fn too_small(size: (u16, u16)) -> bool {
    size.0 < SMALLEST.0 || size.1 < SMALLEST.1
}

/// Cuts lines off the top and the bottom of an area.
struct Cut(Rect);

impl Cut {
    fn top(&mut self, lines: u16) -> Rect {
        let lines = lines.min(self.0.height);
        let part = Rect { height: lines, ..self.0 };
        self.0.y += lines;
        self.0.height -= lines;
        part
    }

    fn bottom(&mut self, lines: u16) -> Rect {
        let lines = lines.min(self.0.height);
        self.0.height -= lines;
        Rect { y: self.0.y + self.0.height, height: lines, ..self.0 }
    }
}

pub fn frame(size: (u16, u16), banner: bool) -> Frame {
    let mut cut = Cut(Rect::new(0, 0, size.0, size.1));
    let tall = size.1 >= 30 && size.0 >= 100;
    Frame {
        header: cut.top(1),
        header_more: cut.top(u16::from(tall)),
        banner: cut.top(u16::from(banner)),
        strip: cut.top(1),
        hints: cut.bottom(1),
        message: cut.bottom(1),
        body: cut.0,
    }
}

pub fn desk(body: Rect) -> Desk {
    let mut cut = Cut(body);
    let title = cut.top(1);
    let columns = cut.top(1);
    let detail = match (body.width, body.height) {
        (120.., 26..) => 8,
        (_, 24..) => 8,
        _ => 0,
    };
    let detail = cut.bottom(detail);
    Desk { title, columns, rows: cut.0, detail }
}

pub fn request(body: Rect) -> Request {
    let mut cut = Cut(body);
    let title = cut.top(1);
    if body.width < 100 || body.height < 20 {
        return Request { title, panes: Panes::Single(cut.0) };
    }
    let timeline = cut.bottom(body.height / 3);
    let left = cut.0.width * 11 / 20;
    let facts = Rect { width: left, ..cut.0 };
    let clocks = Rect { x: cut.0.x + left, width: cut.0.width - left, ..cut.0 };
    Request { title, panes: Panes::Three { facts, clocks, timeline } }
}

/// Inside a border.
pub fn inner(area: Rect) -> Rect {
    Rect {
        x: area.x.saturating_add(1).min(area.x.saturating_add(area.width)),
        y: area.y.saturating_add(1).min(area.y.saturating_add(area.height)),
        width: area.width.saturating_sub(2),
        height: area.height.saturating_sub(2),
    }
}

/// A box in the middle, as large as wanted and possible.
pub fn centred(size: (u16, u16), width: u16, height: u16) -> Rect {
    let (width, height) = (width.min(size.0), height.min(size.1));
    Rect { x: (size.0 - width) / 2, y: (size.1 - height) / 2, width, height }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regions_never_overlap_nor_leave_the_screen() {
        for width in (0..260).step_by(13) {
            for height in 0..72 {
                let frame = frame((width, height), height % 2 == 0);
                let desk = desk(frame.body);
                let parts = [
                    frame.header,
                    frame.header_more,
                    frame.banner,
                    frame.strip,
                    desk.title,
                    desk.columns,
                    desk.rows,
                    desk.detail,
                    frame.message,
                    frame.hints,
                ];
                let mut next = 0;
                for part in parts {
                    if part.height > 0 {
                        assert_eq!(part.y, next, "{width}x{height}");
                        next = part.bottom();
                    }
                    assert!(part.right() <= width);
                }
                assert_eq!(next, height);
            }
        }
    }

    #[test]
    fn a_screen_of_80_by_24_has_room_for_18_requests() {
        let rows = desk(frame((80, 24), false).body).rows;
        assert_eq!((rows.width, rows.height), (80, 18));
    }
}
