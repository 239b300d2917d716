#!/usr/bin/env python3
"""Measures the release binary from outside, beside its floors, in one run.

  cargo build --release && python3 benches/whole.py [REQUESTS] [--binary FILE] [--home DIR] [--only who]

Needs sqlite3, less and abook; strace too for the count of fsyncs. Prints a table with goal, measured value
and ratio; the machine is said at the top. Only the standard library is used.

How it is measured:
- Commands run in pairs (ours, floor, ours, floor), so that a slow moment of a shared machine hits
  both. The ratio is the median of the ratios of the pairs. Nothing is subtracted.
- The floor of a look-up is the sqlite3 shell reading the same columns of the same rows of the same
  file; it prints them raw, we lay them out.
- A frame ends with the last byte that came before 15 ms of silence. Keys are pressed right after a
  tick of the seconds, so that none of them is measured with a tick in it; no sample is left out.
- `who` is measured on so many invented contacts, evenly over all States, imported as an edition; abook
  has the same names and addresses in its own format and is asked for the same word.
- The first screen ends with the first frame that holds a full queue; less with its last byte.
A home given with --home is used as it is and kept; else one is made and taken away.
"""
import argparse, csv, fcntl, os, platform, re, select, shutil, signal, statistics, struct, subprocess
import sys, tempfile, termios, time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
FRAME_END = b"\x1b[?2026l"
QUIET = 0.015
ROWS = []


def row(what, goal, measured, met=None):
    word = {True: "met", False: "MISSED", None: ""}[met]
    ROWS.append((what, goal, measured, word))
    print(f"{what:40} {goal:24} {measured:58} {word}", flush=True)


def environment(home):
    return {"PATH": os.environ["PATH"], "VIGIE_HOME": home, "HOME": home, "TERM": "xterm-256color",
            "LANG": "C.UTF-8", "TZ": "UTC"}


NULL = [(os.POSIX_SPAWN_OPEN, 0, "/dev/null", os.O_RDONLY, 0),
        (os.POSIX_SPAWN_OPEN, 1, "/dev/null", os.O_WRONLY, 0)]


def once(argv, environ):
    """Milliseconds from starting a process to its end."""
    begun = time.perf_counter()
    pid = os.posix_spawnp(argv[0], argv, environ, file_actions=NULL)
    status = os.waitpid(pid, 0)[1]
    took = (time.perf_counter() - begun) * 1000
    if os.waitstatus_to_exitcode(status) != 0:
        sys.exit(f"{argv}: ended with {os.waitstatus_to_exitcode(status)}")
    return took


def output(argv, environ):
    done = subprocess.run(argv, env=environ, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
    if done.returncode != 0:
        sys.exit(f"{argv}: ended with {done.returncode}")
    return done.stdout.decode()


def percentile(values, p):
    """The smallest value that so many of all do not exceed."""
    values = sorted(values)
    return values[min(len(values) - 1, max(0, -(-len(values) * p // 100) - 1))]


def paired(what, ours, floor, goal, runs):
    """`ours` and `floor` are functions that return milliseconds."""
    for warm in (ours, floor) * 3:
        warm()
    a, b = [], []
    for _ in range(runs):
        a.append(ours())
        b.append(floor())
    ratio = statistics.median(x / y for x, y in zip(a, b))
    row(what, f"<= {goal} x floor" if goal else "",
        f"{statistics.median(a):.2f} ms, floor {statistics.median(b):.2f} ms, ratio {ratio:.2f}",
        ratio <= goal if goal else None)


class Screen:
    """A program on a pty of its own."""

    def __init__(self, argv, environ, cols, rows):
        self.fd, inner = os.openpty()
        fcntl.ioctl(inner, termios.TIOCSWINSZ, struct.pack("HHHH", rows, cols, 0, 0))
        name = os.ttyname(inner)
        actions = [(os.POSIX_SPAWN_OPEN, 0, name, os.O_RDWR, 0),
                   (os.POSIX_SPAWN_DUP2, 0, 1), (os.POSIX_SPAWN_DUP2, 0, 2)]
        self.begun = time.perf_counter()
        self.pid = os.posix_spawnp(argv[0], argv, environ, file_actions=actions, setsid=True)
        os.close(inner)

    def chunk(self, wait):
        """Bytes and the instant they came; nothing after `wait` seconds."""
        if not select.select([self.fd], [], [], wait)[0]:
            return b"", time.perf_counter()
        try:
            got = os.read(self.fd, 65536)
        except OSError:
            got = b""
        return got, time.perf_counter()

    def until(self, done, longest=5.0):
        got, at, end = b"", self.begun, time.perf_counter() + longest
        while time.perf_counter() < end and not done(got):
            more, at = self.chunk(max(0, end - time.perf_counter()))
            got += more
        if not done(got):
            sys.exit(f"the screen did not show what was waited for: {got[-400:]!r}")
        return got, at

    def settle(self, quiet=QUIET, first=0.5):
        """Bytes until a silence, and when the last of them came."""
        got, last, wait = b"", None, first
        while True:
            more, at = self.chunk(wait)
            if not more:
                return got, last
            got, last, wait = got + more, at, quiet

    def rest(self, seconds):
        """Reads for so long; returns the number of bytes."""
        total, end = 0, time.perf_counter() + seconds
        while (left := end - time.perf_counter()) > 0:
            total += len(self.chunk(left)[0])
        return total

    def key(self, text):
        """Milliseconds from a key to its finished frame (None: it changed nothing), and bytes."""
        sent = time.perf_counter()
        os.write(self.fd, text.encode())
        got, last = self.settle(first=0.12)
        return ((last - sent) * 1000 if got else None), len(got)

    def tick(self):
        """Waits for the frame of a new second."""
        self.settle(first=0.05)
        self.until(lambda got: FRAME_END in got, 70)
        self.settle(first=0.02)

    def cpu_ms(self):
        total = 0
        for thread in os.listdir(f"/proc/{self.pid}/task"):
            with open(f"/proc/{self.pid}/task/{thread}/schedstat") as f:
                total += int(f.read().split()[0])
        return total / 1e6

    def memory(self, what):
        with open(f"/proc/{self.pid}/status") as f:
            return int(re.search(what + r":\s+(\d+)", f.read()).group(1)) / 1024

    def end(self):
        os.kill(self.pid, signal.SIGTERM)
        while self.chunk(2)[0]:
            pass
        os.waitpid(self.pid, 0)
        os.close(self.fd)


def first_screens(vigie, environ, lines, runs):
    references = re.compile(rb"[A-Z]{2}-20\d\d-\d{5,}")

    def ours():
        screen = Screen([vigie], environ, 120, 36)
        full = lambda got: FRAME_END in got and len(set(references.findall(got))) >= 20
        took = (screen.until(full)[1] - screen.begun) * 1000
        screen.end()
        return took

    def floor():
        screen = Screen(["less", lines], environ, 120, 36)
        took = (screen.settle(quiet=0.1, first=3)[1] - screen.begun) * 1000
        screen.end()
        return took

    paired("first full screen, 120x36 (floor: less)", ours, floor, 2, runs)


def said(times):
    times = [t for t in times if t is not None]
    p = [percentile(times, at) for at in (50, 99)]
    return f"p50 {p[0]:.2f} ms, p99 {p[1]:.2f} ms, longest {max(times):.2f} ms of {len(times)}", p[1]


def press(screen, groups):
    """Each group of keys right after a tick: a whole group takes less than a second."""
    samples = []
    for group in groups:
        screen.tick()
        samples += [screen.key(key) for key in group]
    return samples


def walk(screen, size):
    frames = press(screen, ["j" * 14, "k" * 10, "j" * 16, "k" * 8] * 5)
    times, p99 = said(t for t, _ in frames)
    row(f"key to finished frame, {size}", "p99 <= 5 ms", times, p99 <= 5)
    sent = [n for t, n in frames if t is not None]
    row("bytes of such a frame", "<= 1000", f"median {statistics.median(sent):.0f}, p90 "
        f"{percentile(sent, 90)}, most {max(sent)}", max(sent) <= 1000)


def keys(vigie, environ):
    small = Screen([vigie], environ, 80, 24)
    small.rest(1.5)
    walk(small, "80x24")
    small.end()
    screen = Screen([vigie], environ, 120, 36)
    screen.rest(1.5)
    walk(screen, "120x36")
    opened = []
    for _ in range(20):
        screen.tick()
        opened.append(screen.key("\r")[0])
        screen.key("\x1b")
        screen.key("j")
    row("a request opened (Enter)", "", said(opened)[0])
    typed = []
    for _ in range(30):
        screen.tick()
        screen.key("/")
        typed += [screen.key(c)[0] for c in "ransom de"]
        screen.key("\x1b")
        screen.settle(first=0.2)
    times, p99 = said(typed)
    row("filter as you type, 120x36", "p99 <= 16 ms", times, p99 <= 16)
    row("resident memory", "<= 80 MB", f"{screen.memory('VmRSS'):.1f} MB, at most "
        f"{screen.memory('VmHWM'):.1f} MB", screen.memory("VmHWM") <= 80)
    screen.key("\x1b")
    screen.key("t")
    screen.rest(1)
    before = entries(environ)
    taken = acts(screen)
    row("acts recorded of those pressed", "all", f"{entries(environ) - before} of {taken}",
        entries(environ) - before == taken)
    screen.end()


def entries(environ):
    db = os.path.join(environ["HOME"], "data", "desk.db")
    return int(output(["sqlite3", db, "SELECT count(*) FROM entry"], environ))


def acts(screen):
    """Taking a request and letting it go: from the key to the frame that says it is recorded."""
    times = []
    for key in "Tt" * 10:
        screen.tick()
        sent = time.perf_counter()
        os.write(screen.fd, key.encode())
        got, last = screen.settle(quiet=0.08, first=0.3)
        if got:
            times.append((last - sent) * 1000)
    row("an act until it is said as recorded", "", said(times)[0])
    return 20


def idle(vigie, environ, seconds):
    screen = Screen([vigie], environ, 80, 24)
    screen.rest(2)
    before = screen.cpu_ms()
    total = screen.rest(seconds)
    share = (screen.cpu_ms() - before) / (seconds * 10)
    row(f"idle {seconds} s, 80x24, seconds ticking", "<= 0.3 % of a core", f"{share:.3f} %", share <= 0.3)
    row("bytes of it", "<= 400 B/s", f"{total / seconds:.0f} B/s", total / seconds <= 400)
    screen.end()


SYNC = re.compile(r"^(\d+) +([\d.]+) +(fsync|fdatasync)\(\d+<([^>]*)>", re.M)


def fsyncs(vigie, environ, ref):
    if not shutil.which("strace"):
        row("fsyncs of an act", "1", "not counted: strace is missing")
        return
    log = os.path.join(environ["HOME"], "strace.txt")
    trace = ["strace", "-f", "-y", "-ttt", "-s", "16", "-e", "trace=fsync,fdatasync", "-o", log]

    def seen(since=0.0):
        with open(log) as f:
            return [os.path.basename(m[4]) for m in SYNC.finditer(f.read()) if float(m[2]) >= since]

    screen = Screen([*trace, vigie], environ, 120, 36)
    screen.rest(4)
    counts = []
    for key in "tTtTt":
        since = time.time()
        os.write(screen.fd, key.encode())
        screen.rest(1.5)
        counts.append(len(seen(since)))
    with open(f"/proc/{screen.pid}/task/{screen.pid}/children") as f:
        os.kill(int(f.read().split()[0]), signal.SIGTERM)
    os.waitpid(screen.pid, 0)
    # The first key takes a request that the officer may hold already: then it is no act.
    first, *rest = [count for count in counts if count]
    row("fsyncs of acts on the screen", "1 each", f"{rest}; of the first, which begins the "
        f"write-ahead log, {first}", set(rest) == {1})
    os.unlink(log)
    output([*trace, vigie, "note", ref, "measured"], environ)
    names = seen()
    row("fsyncs of one `vigie note`", "", f"{len(names)} ({', '.join(names)})")


def invented(environ, db, count):
    """One contact after the other: State, its name, role, name, city, numbers, address."""
    names = "SELECT code, json_extract(doc, '$.name.en') FROM state ORDER BY code"
    states = [line.split("|") for line in output(["sqlite3", db, names], environ).splitlines()]
    roles = ["art35", "ncb", "police", "csirt", "provider", "prosecutor"]
    for i in range(count):
        code, name = states[i % len(states)]
        yield {"state": code, "role": roles[i // len(states) % len(roles)],
               "name": f"Invented Office {i} of {name}", "acronym": f"IO{i}", "city": f"Town {i % 97}",
               "languages": "en, fr", "operating_hours": "Mon-Fri 08:30-18:00",
               "say_first": "24/7 network, Morocco, then the reference",
               "phone_emergency": f"+999{i:08}", "phone": f"+9995{i:07}",
               "email": f"duty{i}@{code.lower()}.example.org"}


def fill(vigie, environ, db, count):
    """The same contacts as an edition for us and as an address book for abook."""
    home, people = environ["HOME"], list(invented(environ, db, count))
    edition = os.path.join(home, "contacts.csv")
    with open(edition, "w", newline="") as f:
        table = csv.DictWriter(f, people[0].keys())
        table.writeheader()
        table.writerows(people)
    read = [vigie, "directory", "import", edition, "--series", "bench", "--as-of", "2026-11-01",
            "--source", "invented"]
    # Numbers of no State's plan are guarded: each has its own yes, under what was read.
    seen = re.search(r'"fingerprint":"(\w+)"', output([*read, "--json"], environ)).group(1)
    every = [word for at in range(1, count + 1) for word in ("--yes", str(at))]
    took = once([*read, "--accept", "all", *every, "--diff", seen], environ)
    held = int(output(["sqlite3", db, "SELECT count(*) FROM contact"], environ))
    if held < count:
        sys.exit(f"{held} contacts are held of {count}")
    row(f"an edition of {count} contacts imported", "", f"{took / 1000:.1f} s")
    book = os.path.join(home, "addressbook")
    with open(book, "w") as f:
        f.write("[format]\nprogram=abook\nversion=0.6.1\n\n")
        for i, one in enumerate(people):
            f.write(f"[{i}]\nname={one['name']}\nemail={one['email']}\ncity={one['city']}\n"
                    f"phone={one['phone']}\nworkphone={one['phone_emergency']}\n"
                    f"nick={one['acronym']}\nnotes={one['say_first']}\ncountry={one['state']}\n\n")
    return book


def directory(vigie, environ, db, count, runs):
    if not shutil.which("abook"):
        return row("vigie who fr", "faster than abook", "not measured: abook is missing")
    book = fill(vigie, environ, db, count)
    abook = ["abook", "--datafile", book, "--mutt-query", "fr"]
    same = ("SELECT doc FROM state WHERE code IN (SELECT code FROM state_name "
            "WHERE text >= 'fr' AND text < 'fr' || char(1114111)) ORDER BY code; "
            "SELECT doc FROM contact WHERE state = 'FR' AND closed = 0 ORDER BY row; "
            "SELECT doc FROM request JOIN shown ON shown.request = request.row "
            "WHERE partner = 'FR' AND closed = 0")
    found = output(["sqlite3", db, "SELECT count(*) FROM contact WHERE state = 'FR'"], environ).strip()
    row("contacts found by `who fr`, by abook", "",
        f"{found}, {sum(b'@' in line for line in output(abook, environ).encode().splitlines())}")
    measure = lambda argv: lambda: once(argv, environ)
    ours = measure([vigie, "who", "fr"])
    paired(f"vigie who fr of {count} (floor: sqlite3)", ours, measure(["sqlite3", db, same]), 1.5, runs)
    paired(f"vigie who fr of {count} (floor: abook)", ours, measure(abook), 1, runs)
    number = ["who", "--number", "50004410"]
    digits = ("SELECT doc FROM contact WHERE row IN (SELECT contact FROM digits "
              "WHERE reversed >= '01440005' AND reversed < '01440005:')")
    paired("vigie who --number 50004410", measure([vigie, *number]), measure(["sqlite3", db, digits]), 1.5, runs)
    paired("vigie routes FR (floor: sqlite3)", measure([vigie, "routes", "FR"]),
           measure(["sqlite3", db, "SELECT doc FROM state WHERE code = 'FR'"]), 1.5, runs)
    type_ahead(vigie, environ)


def type_ahead(vigie, environ):
    screen = Screen([vigie], environ, 120, 36)
    screen.rest(2.5)
    times = []
    for word in ["france", "allem", "io44", "4410", "off mor", "المغرب"] * 4:
        screen.tick()
        screen.key("w")
        times += [screen.key(c)[0] for c in word]
        for _ in range(3):
            screen.key("\x1b")
        screen.settle(first=0.2)
    times, p99 = said(times)
    row("who as you type, 120x36", "p99 <= 8 ms", times, p99 <= 8)
    screen.end()


def machine(requests, binary):
    with open("/proc/cpuinfo") as f:
        cpu = re.search(r"model name\s*: (.*)", f.read())
    with open("/proc/meminfo") as f:
        memory = int(re.search(r"MemTotal:\s+(\d+)", f.read()).group(1)) // 1024
    first = lambda argv: subprocess.run(argv, stdout=subprocess.PIPE).stdout.decode().split("\n")[0]
    print(f"{cpu.group(1) if cpu else platform.machine()}, {os.cpu_count()} cores, {memory} MB, "
          f"Linux {platform.release()}; {requests} requests")
    print(f"{first([binary, '--version'])}; sqlite3 {first(['sqlite3', '--version'])[:7]}; "
          f"{first(['less', '--version'])[:8].strip()}; {time.strftime('%Y-%m-%d %H:%M UTC', time.gmtime())}")


def look_ups(vigie, environ, db, runs):
    sqlite = lambda sql: ["sqlite3", db, sql]
    asked = output(sqlite("SELECT reference FROM request ORDER BY row LIMIT 1 OFFSET 100"), environ)
    ref = asked.strip()
    one = ("SELECT doc, more FROM name JOIN shown ON shown.request = name.request "
           f"WHERE name.text = '{ref}'")
    until = int((time.time() + 8 * 3600) * 1000)
    due = ("SELECT doc FROM request JOIN shown ON shown.request = request.row "
           f"WHERE closed = 0 AND next_due < {until} ORDER BY next_due")
    row("requests due in 8 h", "", str(len(output(sqlite(due), environ).splitlines())))
    measure = lambda argv: lambda: once(argv, environ)
    for words, sql, goal in ((["show", ref], one, 1.25), (["show", ref, "--json"], one, 1.25),
                             (["due", "8h"], due, 1.25), (["due", "8h", "--json"], due, 1.25)):
        name = " ".join(["vigie", *words]).replace(ref, "REF")
        paired(name, measure([vigie, *words]), measure(sqlite(sql)), goal, runs)
    paired("vigie --version (floor: true)", measure([vigie, "--version"]), measure(["true"]), 0, runs)
    return ref


def everything(vigie, environ, home, db, args):
    ref = look_ups(vigie, environ, db, args.runs)
    lines = os.path.join(home, "lines.txt")
    with open(lines, "w") as f:
        f.writelines(f"{i} a line of a long file that less opens\n" for i in range(args.requests))
    first_screens(vigie, environ, lines, max(5, args.runs // 5))
    keys(vigie, environ)
    idle(vigie, environ, args.idle)
    fsyncs(vigie, environ, ref)
    size = os.path.getsize(vigie) / 1e6
    row("release binary", "<= 15 MB", f"{size:.2f} MB", size <= 15)


def main():
    words = argparse.ArgumentParser()
    words.add_argument("requests", nargs="?", type=int, default=100_000)
    words.add_argument("--binary", default=os.path.join(ROOT, "target", "release", "vigie"))
    words.add_argument("--home")
    words.add_argument("--runs", type=int, default=201)
    words.add_argument("--idle", type=int, default=60)
    words.add_argument("--contacts", type=int, default=10_000)
    words.add_argument("--only", choices=["who"], help="measures only this")
    args = words.parse_args()
    for tool in ("sqlite3", "less"):
        if not shutil.which(tool):
            sys.exit(f"missing: {tool}")
    vigie = os.path.abspath(args.binary)
    home = os.path.abspath(args.home) if args.home else tempfile.mkdtemp(prefix="vigie-bench-")
    try:
        environ = environment(home)
        machine(args.requests, vigie)
        db = os.path.join(home, "data", "desk.db")
        if not os.path.exists(db):
            made = once([vigie, "demo", "--requests", str(args.requests), "--home", home], environ)
            row("demo made", "", f"{made / 1000:.1f} s")
        row("database", "", f"{os.path.getsize(db) / 1e6:.0f} MB")
        if args.only != "who":
            everything(vigie, environ, home, db, args)
        directory(vigie, environ, db, args.contacts, args.runs)
    finally:
        if not args.home:
            shutil.rmtree(home)
    print("\n| What | Goal | Measured | |\n|---|---|---|---|")
    for cells in ROWS:
        print("| " + " | ".join(cells).replace("<=", "≤") + " |")


main()
