#pragma once

/// Marks a function whose loops are compiled once more for wider vector registers; the program picks the
/// variant that the processor has when it starts. Only for loops whose elements do not depend on one another:
/// with fused multiply-add off, every variant then gives the same bits. Sanitizers run before such choices
/// can be made.
#if defined(__GNUC__) && !defined(__clang__) && defined(__x86_64__) && defined(__linux__)                    \
    && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define EVENHAND_WIDE_LOOPS __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define EVENHAND_WIDE_LOOPS
#endif
