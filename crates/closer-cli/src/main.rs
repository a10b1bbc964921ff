//! The program `closer`.
fn main() -> std::process::ExitCode {
    let (mut input, mut out, mut err) =
        (std::io::stdin(), std::io::stdout().lock(), std::io::stderr().lock());
    closer_cli::run(std::env::args_os(), &mut input, &mut out, &mut err)
}
