//! The program `closer`.
fn main() -> std::process::ExitCode {
    closer_cli::main()
}
