#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| closer_fuzz::translation(data));
