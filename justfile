# The recipes that people run; .ci/run does the same on a fresh machine.

# Everything that must hold before a change is kept.
check:
    cargo fmt --check
    cargo test
    cargo clippy --all-targets -- -D warnings

# The desk on invented data.
demo:
    cargo run --release -- demo

# Figures of docs/performance.md.
bench:
    cargo bench
    python3 benches/whole.py
