// Finding where a JSON string has something else than plain characters, 16 bytes at a time where
// the processor can.
#pragma once

#include <cstddef>
#include <cstdint>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace bookings::json {

// Bytes that must be readable behind the end of a scanned text.
inline constexpr size_t kScanBytes = 16;

// A quote, a backslash or a control byte ends a run of plain characters.
inline bool EndsRun(char c) {
  return c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20;
}

// The first such byte at or behind `text`. There must be one: the NUL at the text's end.
inline const char* EndOfRun(const char* text) {
#if defined(__SSE2__)
  const __m128i quote = _mm_set1_epi8('"');
  const __m128i backslash = _mm_set1_epi8('\\');
  const __m128i last_control = _mm_set1_epi8(0x1F);
  for (;; text += kScanBytes) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text));
    const __m128i control = _mm_cmpeq_epi8(_mm_min_epu8(bytes, last_control), bytes);
    const __m128i special =
        _mm_or_si128(_mm_cmpeq_epi8(bytes, quote), _mm_cmpeq_epi8(bytes, backslash));
    const int ends = _mm_movemask_epi8(_mm_or_si128(control, special));
    if (ends != 0) return text + __builtin_ctz(static_cast<unsigned>(ends));
  }
#else
  while (!EndsRun(*text)) ++text;
  return text;
#endif
}

}  // namespace bookings::json
