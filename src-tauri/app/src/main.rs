//! The program `waymark-desktop`.

fn main() {
    waymark_desktop::run();
}
