/* The matching kernel: intersects packed sets, scans vectors in few bits under a bound that always holds, counts reasons.
 *
 * It answers what the NumPy reference beside it answers, to the last bit; one suite holds the two together.
 * Plain C11; on x86-64 the hot loops exist three times and the processor chooses. Compile with -ffp-contract=off.
 */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#if defined(__GLIBC__)
#include <malloc.h>
#endif

#if defined(__x86_64__)
#include <immintrin.h>
#define FOR_AVX2 __attribute__((target("avx2,popcnt")))
#define FOR_AVX512 __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx512vnni,avx512vpopcntdq,popcnt")))
#endif
#define INLINE static inline __attribute__((always_inline))

enum { DIMS = 256, MOST_WIDTH = 128, LANES = 8, PENDING = 2048, DENSE = 24, STREAM = 4096, AHEAD = 16, FEW_AHEAD = 4, LIKELY = 2 };
enum { WIDE = 512, BLOCK = 32, PLANES = 5, FEW_PLANES = 4, MOST_RULES = 32, MOST_SETS = 96, MOST_SLOTS = 64 };
#define NOTE 65535.0f
#define SHORT 255.0f
#define SLACK 1e-4f /* more than every rounding of a bound; points are 1e-3 apart */

/* ---- packed sets -------------------------------------------------------------------------------------------- */

/* A set that the clauses of one slot are held against by one rule. */
typedef struct {
    int64_t slot, rule;
    const uint64_t *set;
    int64_t rows; /* how many are in it */
} Entry;

/* The sets that one part of a brief brings into play, slot after slot. */
typedef struct {
    const Entry *entries;
    int64_t count;
} Part;

/* The sets of each slot, in the order of `key`. */
typedef struct {
    const Entry *sets[MOST_SLOTS][MOST_SETS];
    int64_t counts[MOST_SLOTS];
} Gathered;

static int64_t by_rule(const Entry *e) { return e->rule; }
static int64_t by_rows(const Entry *e) { return e->rows; }

/* Slot by slot, smallest key first. 0: more than there is room for. */
static int gathered(const Part *parts, int64_t count, int64_t slots, int64_t (*key)(const Entry *), Gathered *out) {
    if (slots > MOST_SLOTS) return 0;
    memset(out->counts, 0, sizeof out->counts);
    for (int64_t p = 0; p < count; p++)
        for (int64_t e = 0; e < parts[p].count; e++) {
            const Entry *one = parts[p].entries + e, **sets = out->sets[one->slot];
            int64_t at = out->counts[one->slot]++;
            if (at == MOST_SETS) return 0;
            for (; at > 0 && key(sets[at - 1]) > key(one); at--) sets[at] = sets[at - 1];
            sets[at] = one;
        }
    return 1;
}

typedef struct {
    int64_t words;          /* of the whole */
    const uint64_t **all;   /* rows must be in each of these */
    int64_t all_count;
    const uint64_t **none;  /* and in none of these */
    int64_t none_count;
    const Part *parts;      /* a clause must be in each set of its slot */
    int64_t parts_count;
    const int64_t *slot_words;
    const uint64_t **slot_rows; /* the rows that have each slot */
    int64_t slots;
    uint64_t *open; /* out: the rows that are in `all` and not in `none`, whatever their clauses say */
} Sets;

/* Take a set out of, or into, what is left of some words: group by group of eight, and of no group that is empty. */
INLINE uint64_t narrowed(uint64_t *left, const uint64_t *set, int64_t n, uint64_t groups, int inverted) {
    uint64_t still = 0;
    for (uint64_t g = groups; g; g &= g - 1) {
        int64_t from = 8 * (int64_t)__builtin_ctzll(g), to = from + 8 < n ? from + 8 : n;
        uint64_t any = 0;
        if (to == from + 8)
            for (int64_t i = from; i < from + 8; i++) any |= left[i] &= inverted ? ~set[i] : set[i];
        else
            for (int64_t i = from; i < to; i++) any |= left[i] &= inverted ? ~set[i] : set[i];
        if (any) still |= g & -g;
    }
    return still;
}

/* Sets with the fewest rows go first: what is empty early need not be read on. */
INLINE int64_t fitting_body(const Sets *q, const Gathered *by_size, uint64_t *out) {
    int64_t found = 0;
    for (int64_t at = 0; at < q->words; at += WIDE) {
        int64_t n = q->words - at < WIDE ? q->words - at : WIDE;
        uint64_t *open = q->open + at, *any = out + at, inside[WIDE], whole = ~0ull >> (64 - (n + 7) / 8), here = whole;
        memset(open, 0xff, (size_t)n * sizeof *open);
        memset(any, 0, (size_t)n * sizeof *any);
        for (int64_t s = 0; s < q->all_count && here; s++) here = narrowed(open, q->all[s] + at, n, here, 0);
        for (int64_t s = 0; s < q->none_count && here; s++) here = narrowed(open, q->none[s] + at, n, here, 1);
        for (int64_t j = 0; j < q->slots; j++) {
            int64_t m = q->slot_words[j] - at;
            if (m <= 0) continue;
            if (m > n) m = n;
            uint64_t left = here & ~0ull >> (64 - (m + 7) / 8);
            memcpy(inside, open, (size_t)m * sizeof *inside);
            if (q->slot_words[j] - at <= n) left = narrowed(inside, q->slot_rows[j] + at, m, left, 0);
            for (int64_t s = 0; s < by_size->counts[j] && left; s++)
                left = narrowed(inside, by_size->sets[j][s]->set + at, m, left, 0);
            for (; left; left &= left - 1) {
                int64_t from = 8 * (int64_t)__builtin_ctzll(left), to = from + 8 < m ? from + 8 : m;
                for (int64_t i = from; i < to; i++) any[i] |= inside[i];
            }
        }
        for (int64_t i = 0; i < n; i++) found += __builtin_popcountll(any[i]);
    }
    return found;
}

/* ---- reasons ------------------------------------------------------------------------------------------------ */

typedef struct {
    int64_t words;
    const uint64_t *alive, *open, *fitting; /* reasons are counted of who is in the first two and does not fit */
    const Part *parts;
    int64_t parts_count;
    const int64_t *slot_words;
    const uint64_t **slot_rows; /* the rows that have each slot */
    const int64_t *axis_of;     /* rules of one axis count once where axes are counted; the last rule is the floor */
    int64_t slots, rules;
} Reasons;

/* Which rules fail somebody: those that some set is asked about, and the axes they count as; how many. */
static int64_t telling(const Reasons *q, const Gathered *g, int64_t *active) {
    int told[MOST_RULES] = {0};
    int64_t actives = 0;
    for (int64_t j = 0; j < q->slots; j++)
        for (int64_t s = 0; s < g->counts[j]; s++) told[g->sets[j][s]->rule] = told[q->axis_of[g->sets[j][s]->rule]] = 1;
    for (int64_t r = 0; r < q->rules; r++)
        if (told[r]) active[actives++] = r;
    return actives;
}

/* `used` planes hold every count of failing rules, and one more number that stands for no clause. */
INLINE void reasons_of(const Reasons *q, const Gathered *g, const int64_t *active, int64_t actives, const int used, int64_t *first,
                       int64_t *alone) {
    for (int64_t at = 0; at < q->words; at += BLOCK) {
        int64_t n = q->words - at < BLOCK ? q->words - at : BLOCK;
        uint64_t rows[BLOCK], best[PLANES][BLOCK], fails[MOST_RULES][BLOCK], some = 0;
        for (int64_t i = 0; i < n; i++) some |= rows[i] = q->alive[at + i] & q->open[at + i] & ~q->fitting[at + i];
        if (!some) continue;
        memset(best, 0xff, sizeof best);
        memset(fails, 0, sizeof fails);
        for (int64_t j = 0; j < q->slots; j++) {
            const Entry *const *sets = g->sets[j], *const *end = sets + g->counts[j];
            uint64_t here[MOST_RULES][BLOCK], planes[PLANES][BLOCK];
            int64_t m = q->slot_words[j] - at;
            if (m > n) m = n;
            memset(planes, 0, sizeof planes);
            for (int64_t a = 0; a < actives; a++) {
                int64_t r = active[a], count = 0;
                while (sets + count < end && sets[count]->rule == r) count++;
                if (m > 0 && !count) memset(here[r], 0, sizeof here[r]);
                if (m > 0 && count) {
                    uint64_t pass[BLOCK];
                    memset(pass, 0xff, sizeof pass);
                    for (int64_t s = 0; s < count; s++)
                        for (int64_t i = 0; i < m; i++) pass[i] &= sets[s]->set[at + i];
                    for (int64_t i = 0; i < m; i++) here[r][i] = ~pass[i];
                    if (r < q->rules - 1)
                        for (int64_t i = 0; i < m; i++) {
                            uint64_t carry = here[r][i], t;
                            for (int p = 0; p < used; p++) {
                                t = planes[p][i] & carry;
                                planes[p][i] ^= carry;
                                carry = t;
                            }
                        }
                }
                sets += count;
            }
            if (m <= 0) continue;
            uint64_t nearer[BLOCK];
            for (int64_t i = 0; i < m; i++) {
                uint64_t less = 0, equal = ~0ull;
                for (int p = used - 1; p >= 0; p--) {
                    less |= equal & ~planes[p][i] & best[p][i];
                    equal &= ~(planes[p][i] ^ best[p][i]);
                }
                nearer[i] = less & q->slot_rows[j][at + i];
            }
            for (int p = 0; p < used; p++)
                for (int64_t i = 0; i < m; i++)
                    best[p][i] = (planes[p][i] & nearer[i]) | (best[p][i] & ~nearer[i]);
            for (int64_t a = 0; a < actives; a++)
                for (int64_t i = 0; i < m; i++)
                    fails[active[a]][i] = (here[active[a]][i] & nearer[i]) | (fails[active[a]][i] & ~nearer[i]);
        }
        uint64_t left[BLOCK], once[BLOCK], twice[BLOCK];
        memset(once, 0, sizeof once);
        memset(twice, 0, sizeof twice);
        for (int64_t i = 0; i < n; i++) left[i] = rows[i];
        for (int64_t a = 0, r; a < actives; a++)
            if (r = active[a], q->axis_of[r] != r)
                for (int64_t i = 0; i < n; i++) {
                    fails[q->axis_of[r]][i] |= fails[r][i];
                    fails[r][i] = 0;
                }
        for (int64_t a = 0; a < actives; a++) {
            int64_t r = active[a], count = 0;
            for (int64_t i = 0; i < n; i++) {
                count += __builtin_popcountll(left[i] & fails[r][i]);
                left[i] &= ~fails[r][i];
                twice[i] |= once[i] & fails[r][i];
                once[i] |= fails[r][i];
            }
            first[r] += count;
        }
        for (int64_t a = 0; a < actives; a++) {
            int64_t r = active[a], count = 0;
            for (int64_t i = 0; i < n; i++)
                count += __builtin_popcountll(rows[i] & once[i] & ~twice[i] & fails[r][i]);
            alone[r] += count;
        }
    }
}

INLINE void reasons_body(const Reasons *q, const Gathered *g, int64_t *first, int64_t *alone) {
    int64_t active[MOST_RULES], actives = telling(q, g, active);
    if (actives < (1 << FEW_PLANES) - 1) reasons_of(q, g, active, actives, FEW_PLANES, first, alone);
    else reasons_of(q, g, active, actives, PLANES, first, alone);
}

/* ---- the scan ----------------------------------------------------------------------------------------------- */

typedef struct {
    const uint64_t *eligible;
    int64_t words, count;     /* count: of the rows that the planes hold */
    const uint8_t *first;     /* `width` bytes a row: `wholes` of a number each, others of two, its note in the last 8 */
    int64_t width, wholes;
    const int8_t *eights;
    const float *fine;
    const float *vectors;
    const uint64_t *busy;
    const int64_t *floor_minor;
    const uint8_t *responsiveness;
    const uint64_t *keys;
    const int8_t *levels;
    const float *direction;   /* the query; NULL: nothing is fitted */
    const float *common;      /* the direction that all rows share */
    const float *rotation;    /* of what is left of a row without it, DIMS rows of DIMS */
    const float *steps;       /* of each number's codes, relative to the first's */
    double unit, reach;       /* of the scales in the notes; the longest rest of a row */
    double weights[4];
    double points;
    uint64_t months;
    double budget;
    uint64_t seed;
    int64_t most;
    int64_t scanned, passed, refined, scored; /* out */
} Scan;

/* A query as the first look wants it: where a byte of a row is one number, two numbers, and how each row is weighed. */
typedef struct {
    int8_t whole[MOST_WIDTH], low[MOST_WIDTH], high[MOST_WIDTH];
    int16_t query8[DIMS];
    uint8_t table[16];
    int64_t width;
    int32_t raised;
    float turned[DIMS], along; /* the query without its part along the common direction, rotated; that part */
    float step8, lost8, norm, head, tail, lost;
    float of_dot, of_along, of_lost, of_left, of_answers, base;
} Query;

typedef struct { float bound; uint32_t row; } Candidate;
typedef struct { float bound, said, rest; uint32_t row; uint64_t note; } Pending;
typedef struct { int64_t points; uint64_t turn; uint32_t row; } Place;
typedef void (*Dot4)(const Query *, const uint8_t *const *, int32_t *);
typedef int32_t (*Dot8)(const int8_t *, const int16_t *);
typedef uint64_t (*Above)(const Query *, const int32_t *, const uint64_t *, int, float, float *);

/* Dot products of four rows; every number of a row is raised so that none is below 0: see `raised`. */
static void dot4_plain(const Query *q, const uint8_t *const *rows, int32_t *out) {
    for (int k = 0; k < 4; k++) {
        const uint8_t *x = rows[k];
        int32_t sum = 0;
        for (int64_t i = 0; i < q->width; i++)
            sum += x[i] * q->whole[i] + q->table[x[i] & 15] * q->low[i] + q->table[x[i] >> 4] * q->high[i];
        out[k] = sum;
    }
}

static int32_t dot8_plain(const int8_t *x, const int16_t *query) {
    int32_t sum = 0;
    for (int i = 0; i < DIMS; i++) sum += (int32_t)x[i] * query[i];
    return sum;
}

/* In 16 bits each scale, part along the common direction, what is lost; in 8 bits each what is left out, responsiveness. */
INLINE uint64_t note_of(const uint8_t *row, int64_t width) {
    uint64_t note;
    memcpy(&note, row + width - sizeof note, sizeof note);
    return note;
}

INLINE float said_by(const Query *q, int32_t dot, uint64_t note) {
    return q->of_dot * (float)(note & 0xffff) * (float)(dot - q->raised);
}

/* Of up to 64 rows, those whose score may reach the cut; `bounds` are the most that their scores may be. */
static uint64_t above_plain(const Query *q, const int32_t *dots, const uint64_t *notes, int count, float cut, float *bounds) {
    uint64_t found = 0;
    for (int i = 0; i < count; i++) {
        uint64_t n = notes[i];
        bounds[i] = said_by(q, dots[i], n) + q->of_along * (float)(n >> 16 & 0xffff) + q->of_lost * (float)(n >> 32 & 0xffff) +
                    q->of_left * (float)(n >> 48 & 0xff) + q->of_answers * (float)(n >> 56) + q->base;
        found |= (uint64_t)(bounds[i] >= cut) << i;
    }
    return found;
}

#if defined(__x86_64__)
FOR_AVX2 static void dot4_avx2(const Query *q, const uint8_t *const *rows, int32_t *out) {
    const __m256i nibble = _mm256_set1_epi8(15), ones = _mm256_set1_epi16(1);
    const __m256i table = _mm256_broadcastsi128_si256(_mm_loadu_si128((const void *)q->table));
    __m256i sums[4];
    for (int k = 0; k < 4; k++) {
        __m256i sum = _mm256_setzero_si256();
        for (int64_t i = 0; i < q->width; i += 32) {
            __m256i x = _mm256_loadu_si256((const void *)(rows[k] + i));
            __m256i one = _mm256_shuffle_epi8(table, _mm256_and_si256(x, nibble));
            __m256i two = _mm256_shuffle_epi8(table, _mm256_and_si256(_mm256_srli_epi16(x, 4), nibble));
            __m256i low = _mm256_maddubs_epi16(one, _mm256_loadu_si256((const void *)(q->low + i)));
            __m256i high = _mm256_maddubs_epi16(two, _mm256_loadu_si256((const void *)(q->high + i)));
            __m256i start = _mm256_madd_epi16(_mm256_cvtepu8_epi16(_mm256_castsi256_si128(x)),
                                              _mm256_cvtepi8_epi16(_mm_loadu_si128((const void *)(q->whole + i))));
            __m256i end = _mm256_madd_epi16(_mm256_cvtepu8_epi16(_mm256_extracti128_si256(x, 1)),
                                            _mm256_cvtepi8_epi16(_mm_loadu_si128((const void *)(q->whole + i + 16))));
            __m256i halves = _mm256_add_epi32(_mm256_madd_epi16(low, ones), _mm256_madd_epi16(high, ones));
            sum = _mm256_add_epi32(sum, _mm256_add_epi32(halves, _mm256_add_epi32(start, end)));
        }
        sums[k] = sum;
    }
    __m256i four = _mm256_hadd_epi32(_mm256_hadd_epi32(sums[0], sums[1]), _mm256_hadd_epi32(sums[2], sums[3]));
    _mm_storeu_si128((void *)out, _mm_add_epi32(_mm256_castsi256_si128(four), _mm256_extracti128_si256(four, 1)));
}

FOR_AVX2 static int32_t dot8_avx2(const int8_t *x, const int16_t *query) {
    __m256i sum = _mm256_setzero_si256();
    for (int i = 0; i < DIMS; i += 16)
        sum = _mm256_add_epi32(sum, _mm256_madd_epi16(_mm256_cvtepi8_epi16(_mm_loadu_si128((const void *)(x + i))),
                                                      _mm256_loadu_si256((const void *)(query + i))));
    __m128i s = _mm_add_epi32(_mm256_castsi256_si128(sum), _mm256_extracti128_si256(sum, 1));
    s = _mm_add_epi32(s, _mm_shuffle_epi32(s, 0x4e));
    s = _mm_add_epi32(s, _mm_shuffle_epi32(s, 0xb1));
    return _mm_cvtsi128_si32(s);
}

FOR_AVX512 static inline __m512i sums_of(const Query *q, const uint8_t *row, __m512i table) {
    const __m512i nibble = _mm512_set1_epi8(15);
    __m512i one = _mm512_setzero_si512(), two = one;
    for (int64_t i = 0; i < q->width; i += 64) {
        __m512i x = _mm512_loadu_si512(row + i);
        one = _mm512_dpbusd_epi32(one, x, _mm512_loadu_si512(q->whole + i));
        one = _mm512_dpbusd_epi32(one, _mm512_shuffle_epi8(table, _mm512_and_si512(x, nibble)), _mm512_loadu_si512(q->low + i));
        two = _mm512_dpbusd_epi32(two, _mm512_shuffle_epi8(table, _mm512_and_si512(_mm512_srli_epi16(x, 4), nibble)),
                                  _mm512_loadu_si512(q->high + i));
    }
    return _mm512_add_epi32(one, two);
}

FOR_AVX512 static void dot4_avx512(const Query *q, const uint8_t *const *rows, int32_t *out) {
    const __m512i table = _mm512_broadcast_i32x4(_mm_loadu_si128((const void *)q->table));
    __m512i a = sums_of(q, rows[0], table), b = sums_of(q, rows[1], table);
    __m512i c = sums_of(q, rows[2], table), d = sums_of(q, rows[3], table);
    __m512i ab = _mm512_add_epi32(_mm512_unpacklo_epi32(a, b), _mm512_unpackhi_epi32(a, b));
    __m512i cd = _mm512_add_epi32(_mm512_unpacklo_epi32(c, d), _mm512_unpackhi_epi32(c, d));
    __m512i all = _mm512_add_epi32(_mm512_unpacklo_epi64(ab, cd), _mm512_unpackhi_epi64(ab, cd));
    __m256i half = _mm256_add_epi32(_mm512_castsi512_si256(all), _mm512_extracti64x4_epi64(all, 1));
    _mm_storeu_si128((void *)out, _mm_add_epi32(_mm256_castsi256_si128(half), _mm256_extracti128_si256(half, 1)));
}

FOR_AVX512 static uint64_t above_avx512(const Query *q, const int32_t *dots, const uint64_t *notes, int count, float cut, float *bounds) {
    const __m512i even = _mm512_set_epi32(30, 28, 26, 24, 22, 20, 18, 16, 14, 12, 10, 8, 6, 4, 2, 0);
    const __m512i low = _mm512_set1_epi32(0xffff), raised = _mm512_set1_epi32(q->raised);
    if (count < 64) return above_plain(q, dots, notes, count, cut, bounds);
    uint64_t found = 0;
    for (int i = 0; i < 64; i += 16) {
        __m512i a = _mm512_loadu_si512(notes + i), b = _mm512_loadu_si512(notes + i + 8);
        __m512i here = _mm512_permutex2var_epi32(a, even, b);
        __m512i there = _mm512_permutex2var_epi32(a, _mm512_add_epi32(even, _mm512_set1_epi32(1)), b);
        __m512 dot = _mm512_cvtepi32_ps(_mm512_sub_epi32(_mm512_loadu_si512(dots + i), raised));
        __m512 said = _mm512_mul_ps(_mm512_mul_ps(_mm512_set1_ps(q->of_dot), _mm512_cvtepi32_ps(_mm512_and_si512(here, low))), dot);
        __m512 most = _mm512_fmadd_ps(_mm512_set1_ps(q->of_along), _mm512_cvtepi32_ps(_mm512_srli_epi32(here, 16)), said);
        most = _mm512_fmadd_ps(_mm512_set1_ps(q->of_lost), _mm512_cvtepi32_ps(_mm512_and_si512(there, low)), most);
        __m512i left = _mm512_and_si512(_mm512_srli_epi32(there, 16), _mm512_set1_epi32(0xff));
        most = _mm512_fmadd_ps(_mm512_set1_ps(q->of_left), _mm512_cvtepi32_ps(left), most);
        most = _mm512_fmadd_ps(_mm512_set1_ps(q->of_answers), _mm512_cvtepi32_ps(_mm512_srli_epi32(there, 24)), most);
        most = _mm512_add_ps(most, _mm512_set1_ps(q->base));
        _mm512_storeu_ps(bounds + i, most);
        found |= (uint64_t)_mm512_cmp_ps_mask(most, _mm512_set1_ps(cut), _CMP_GE_OQ) << i;
    }
    return found;
}

FOR_AVX512 static int32_t dot8_avx512(const int8_t *x, const int16_t *query) {
    __m512i sum = _mm512_setzero_si512();
    for (int i = 0; i < DIMS; i += 32)
        sum = _mm512_add_epi32(sum, _mm512_madd_epi16(_mm512_cvtepi8_epi16(_mm256_loadu_si256((const void *)(x + i))),
                                                      _mm512_loadu_si512(query + i)));
    return _mm512_reduce_add_epi32(sum);
}

FOR_AVX2 static int64_t fitting_avx2(const Sets *q, const Gathered *g, uint64_t *out) { return fitting_body(q, g, out); }
FOR_AVX512 static int64_t fitting_avx512(const Sets *q, const Gathered *g, uint64_t *out) { return fitting_body(q, g, out); }
FOR_AVX2 static void reasons_avx2(const Reasons *q, const Gathered *g, int64_t *f, int64_t *a) { reasons_body(q, g, f, a); }
FOR_AVX512 static void reasons_avx512(const Reasons *q, const Gathered *g, int64_t *f, int64_t *a) { reasons_body(q, g, f, a); }
#endif

static int64_t fitting_plain(const Sets *q, const Gathered *g, uint64_t *out) { return fitting_body(q, g, out); }
static void reasons_plain(const Reasons *q, const Gathered *g, int64_t *f, int64_t *a) { reasons_body(q, g, f, a); }

static int chosen = -1;

/* The hot loops of a level. */
static void loops_of(int level, Dot4 *dot4, Dot8 *dot8, Above *above) {
    *dot4 = dot4_plain;
    *dot8 = dot8_plain;
    *above = above_plain;
#if defined(__x86_64__)
    if (level == 1) { *dot4 = dot4_avx2; *dot8 = dot8_avx2; }
    if (level == 2) { *dot4 = dot4_avx512; *dot8 = dot8_avx512; *above = above_avx512; }
#endif
}

/* Whether a level's products are the plain ones: a processor or compiler that errs is not used. */
static int agrees(int level) {
    uint8_t rows[4 * MOST_WIDTH];
    const uint8_t *places[4] = {rows + 2 * MOST_WIDTH, rows, rows + 3 * MOST_WIDTH, rows + MOST_WIDTH};
    int8_t eights[DIMS];
    uint32_t state = 12345;
    int32_t plain[4], fast[4];
    Query q = {.width = MOST_WIDTH};
    for (int i = 0; i < 16; i++) q.table[i] = (uint8_t)(i * 8 + 1);
    for (int i = 0; i < 4 * MOST_WIDTH; i++) {
        state = state * 1664525u + 1013904223u;
        rows[i] = (uint8_t)(state >> 24);
        int8_t n = (int8_t)((int)(state >> 20 & 127) * (i % 3 ? 1 : -1));
        *(i & 1 ? &q.whole[i % MOST_WIDTH] : &q.low[i % MOST_WIDTH]) = n;
        if (!(i & 1)) q.high[i % MOST_WIDTH] = (int8_t)-n;
        eights[i % DIMS] = (int8_t)((int)(state >> 8 & 255) % 128 * (i & 1 ? 1 : -1));
        q.query8[i % DIMS] = (int16_t)((int)(state >> 10 & 16383) * (i % 5 ? 1 : -1));
    }
    Dot4 dot4;
    Dot8 dot8;
    Above above;
    loops_of(level, &dot4, &dot8, &above);
    dot4_plain(&q, places, plain);
    dot4(&q, places, fast);
    for (int k = 0; k < 4; k++)
        if (fast[k] != plain[k]) return 0;
    return dot8(eights, q.query8) == dot8_plain(eights, q.query8);
}

/* What the processor has: 0 plain, 1 AVX2, 2 AVX-512 with VNNI. It can be lowered, for the tests. */
int propria_level(int lower_to) {
    int best = 0;
#if defined(__x86_64__)
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("popcnt")) best = 1;
    if (best && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") &&
        __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512vnni") && __builtin_cpu_supports("avx512vpopcntdq"))
        best = 2;
#endif
    if (lower_to >= 0 && lower_to < best) best = lower_to;
    while (best > 0 && !agrees(best)) best--;
#if defined(__GLIBC__)
    /* What one question gives back the next one takes, instead of having it from the system page by page. */
    mallopt(M_MMAP_THRESHOLD, 4 << 20);
    mallopt(M_TRIM_THRESHOLD, 32 << 20);
#endif
    chosen = best;
    return chosen;
}

/* Take rows out of a set. */
void propria_without_rows(uint64_t *words, const uint32_t *rows, int64_t count) {
    for (int64_t i = 0; i < count; i++) words[rows[i] >> 6] &= ~(1ull << (rows[i] & 63));
}

/* Put rows into a set. */
void propria_with_rows(uint64_t *words, const uint32_t *rows, int64_t count) {
    for (int64_t i = 0; i < count; i++) words[rows[i] >> 6] |= 1ull << (rows[i] & 63);
}

/* What a word adds to the score of each text that has it, `times` often: BM25. */
void propria_words(double *total, const uint32_t *places, const uint16_t *times, const double *norms, int64_t count, double rarity,
                   double more) {
    for (int64_t i = 0; i < count; i++) {
        double often = times[i];
        total[places[i]] += rarity * often * more / (often + norms[places[i]]);
    }
}

/* How many fit; -1: more sets than there is room for. */
int64_t propria_fitting(const Sets *q, uint64_t *out) {
    Gathered g;
    if (!gathered(q->parts, q->parts_count, q->slots, by_rows, &g)) return -1;
#if defined(__x86_64__)
    if (chosen == 2) return fitting_avx512(q, &g, out);
    if (chosen == 1) return fitting_avx2(q, &g, out);
#endif
    return fitting_plain(q, &g, out);
}

int propria_reasons(const Reasons *q, int64_t *first, int64_t *alone) {
    Gathered g;
    if (q->rules > MOST_RULES || !gathered(q->parts, q->parts_count, q->slots, by_rule, &g)) return -1;
#if defined(__x86_64__)
    if (chosen == 2) { reasons_avx512(q, &g, first, alone); return 0; }
    if (chosen == 1) { reasons_avx2(q, &g, first, alone); return 0; }
#endif
    reasons_plain(q, &g, first, alone);
    return 0;
}

/* Availability, fee fit and responsiveness, to the last bit as the reference adds them. */
static double others(const Scan *q, int length, uint32_t row) {
    double taken = (double)__builtin_popcountll(q->busy[row] & q->months);
    double available = length ? ((double)length - taken) / (double)length : 1.0;
    double fee = 0.0;
    if (q->budget > 0.0) {
        fee = 2.0 * (q->budget - (double)q->floor_minor[row]) / q->budget;
        fee = fee < 0.0 ? 0.0 : fee > 1.0 ? 1.0 : fee;
    }
    double both = q->weights[1] * available + q->weights[2] * fee;
    return both + q->weights[3] * ((double)q->responsiveness[row] / 255.0);
}

static double cosine(const float *x, const float *direction) {
    double lane[LANES] = {0};
    for (int i = 0; i < DIMS; i += LANES)
        for (int j = 0; j < LANES; j++) lane[j] += (double)x[i + j] * (double)direction[i + j];
    double a = lane[0] + lane[4], b = lane[1] + lane[5], c = lane[2] + lane[6], d = lane[3] + lane[7];
    return (a + c) + (b + d);
}

static uint64_t turn(uint64_t key, uint64_t seed) {
    uint64_t z = (key ^ seed) + 0x9E3779B97F4A7C15ull;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
    return z ^ (z >> 31);
}

static int before(const Place *a, const Place *b) {
    if (a->points != b->points) return a->points > b->points;
    if (a->turn != b->turn) return a->turn < b->turn;
    return a->row < b->row;
}

/* Keep the best `most` places in order; how many there are now. */
static int64_t take(Place *kept, int64_t count, int64_t most, Place one) {
    if (count == most && !before(&one, &kept[most - 1])) return count;
    int64_t at = count < most ? count : most - 1;
    while (at > 0 && before(&one, &kept[at - 1])) { kept[at] = kept[at - 1]; at--; }
    kept[at] = one;
    return count < most ? count + 1 : most;
}

static void sink(float *heap, int64_t size, float value) {
    int64_t at = 0, child;
    while ((child = 2 * at + 1) < size) {
        if (child + 1 < size && heap[child + 1] < heap[child]) child++;
        if (heap[child] >= value) break;
        heap[at] = heap[child];
        at = child;
    }
    heap[at] = value;
}

static int by_bound(const void *a, const void *b) {
    float x = *(const float *)a, y = *(const float *)b;
    return x < y ? 1 : x > y ? -1 : 0;
}

/* The query as the rows are kept: its part along the common direction, and the rest, rotated. */
static void turned(const Scan *q, Query *out) {
    double along = 0;
    for (int i = 0; i < DIMS; i++) along += (double)q->direction[i] * (double)q->common[i];
    for (int i = 0; i < DIMS; i++) {
        const float *row = q->rotation + (size_t)i * DIMS, rest = q->direction[i] - (float)along * q->common[i];
        for (int j = 0; j < DIMS; j++) out->turned[j] += rest * row[j];
    }
    out->along = (float)along;
}

/* The query in few bits, and what that loses at most. Numbers of a row: `wholes`, then the low halves, then the high. */
static void prepare(const Scan *q, Query *out) {
    int64_t wholes = q->wholes, pairs = q->width - wholes - 8, kept = wholes + 2 * pairs;
    double most = 1e-12, lost = 0, lost8 = 0, head = 0, tail = 0, sum = 0, most8 = 1e-12;
    memset(out, 0, sizeof *out);
    turned(q, out);
    for (int64_t i = 0; i < DIMS; i++) {
        double x = out->turned[i], size = fabs(x * q->steps[i]);
        if (size > most8) most8 = size;
        if (i < kept && size > most) most = size;
        *(i < kept ? &head : &tail) += x * x;
    }
    double step = most / 127.0, step8 = most8 / 16383.0;
    for (int64_t i = 0; i < DIMS; i++) {
        double x = out->turned[i], one = q->steps[i], n8 = nearbyint(x * one / step8), less = x - n8 * step8 / one;
        out->query8[i] = (int16_t)n8;
        lost8 += less * less;
        if (i >= kept) continue;
        double n = nearbyint(x * one / step);
        less = x - n * step / one;
        lost += less * less;
        sum += (i < wholes ? 128 : 64) * n;
        int64_t half = i - wholes;
        *(half < 0 ? &out->whole[i] : half < pairs ? &out->low[wholes + half] : &out->high[i - pairs]) = (int8_t)n;
    }
    for (int i = 0; i < 16; i++) out->table[i] = (uint8_t)(q->levels[i] + 64);
    out->width = q->width;
    out->raised = (int32_t)sum;
    out->step8 = (float)step8;
    out->lost8 = (float)(sqrt(lost8) * q->reach * 1.000001 + 1e-7);
    out->lost = (float)(sqrt(lost) * q->reach * 1.000001 + 1e-7);
    out->head = (float)(sqrt(head) * 1.000001 + 1e-7);
    out->tail = (float)(sqrt(tail) * 1.000001 + 1e-7);
    out->norm = (float)(sqrt(head + tail) * 1.000001 + 1e-7);
    double weight = q->weights[0], rest = q->weights[1] + (q->budget > 0.0 ? q->weights[2] : 0.0);
    out->of_dot = (float)(weight * step * q->unit);
    out->of_along = (float)(weight * out->along * 2 / NOTE);
    out->of_lost = (float)(weight * out->head / NOTE);
    out->of_left = (float)(weight * out->tail / SHORT);
    out->of_answers = (float)(q->weights[3] / 255.0);
    out->base = (float)(weight * (out->lost - out->along) + rest) + SLACK;
}

static int64_t score_all(Scan *q, Place *kept) {
    int length = __builtin_popcountll(q->months);
    int64_t count = 0;
    for (int64_t w = 0; w < q->words; w++)
        for (uint64_t m = q->eligible[w]; m; m &= m - 1) {
            uint32_t row = (uint32_t)(w * 64 + __builtin_ctzll(m));
            double score = others(q, length, row);
            Place one = {(int64_t)floor(q->points * score), turn(q->keys[row], q->seed), row};
            count = take(kept, count, q->most, one);
        }
    return count;
}

/* What one question keeps while it goes through the rows. */
typedef struct {
    Scan *q;
    Query query;
    Dot8 dot8;
    int length;
    float cut, *heap, *likely;
    Pending pending[PENDING + 64];
    int waiting;
    Candidate *found;
    int64_t room, candidates, next_sweep;
} State;

static void sweep(State *s) {
    int64_t kept = 0;
    for (int64_t i = 0; i < s->candidates; i++)
        if (s->found[i].bound >= s->cut) s->found[kept++] = s->found[i];
    s->candidates = kept;
    s->next_sweep = 2 * kept > (1 << 13) ? 2 * kept : 1 << 13;
}

/* Bound one that waits more tightly: with what its rank rests on beside the fit, and where it points. */
static void tighten(const State *s, Pending *p) {
    const Query *k = &s->query;
    const Scan *q = s->q;
    const float weight = (float)q->weights[0];
    uint64_t note = p->note;
    float along = (float)(note >> 16 & 0xffff) * (2.0f / NOTE) - 1.0f, lost = (float)(note >> 32 & 0xffff) / NOTE;
    float out = (float)(note >> 48 & 0xff) / SHORT, beside = k->head;
    float length = 1.0f - along * along - lost * lost - out * out; /* squared, of what the first look keeps */
    if (length > 0.05f) {
        float toward = (fabsf(p->said) / weight - k->lost) / sqrtf(length + 1e-4f) - 1e-3f;
        float across = k->head * k->head - toward * toward;
        if (toward > 0.0f) beside = across > 0.0f ? sqrtf(across) + 1e-3f : 1e-3f;
        if (beside > k->head) beside = k->head;
    }
    p->rest = (float)others(q, s->length, p->row);
    p->bound = p->said + weight * (k->along * along + beside * lost + k->tail * out + k->lost) + p->rest + SLACK;
}

static void fetch_beside(const Scan *q, uint32_t row) {
    __builtin_prefetch(q->busy + row);
    __builtin_prefetch(q->floor_minor + row);
    __builtin_prefetch(q->responsiveness + row);
}

static void fetch_eights(const Scan *q, uint32_t row) {
    const char *x = (const char *)(q->eights + (size_t)row * DIMS);
    for (int b = 0; b < DIMS; b += 64) __builtin_prefetch(x + b);
    __builtin_prefetch(q->fine + 2 * (size_t)row);
}

/* Hold one against eight bits a number; if it may still be among the first it is a candidate. -1: out of memory. */
static int refine(State *s, const Pending *p) {
    const Query *k = &s->query;
    Scan *q = s->q;
    const float weight = (float)q->weights[0], scale = (float)q->points, *f = q->fine + 2 * (size_t)p->row;
    float along = (float)(p->note >> 16 & 0xffff) * (2.0f / NOTE) - 1.0f;
    float said = k->along * along + f[0] * k->step8 * (float)s->dot8(q->eights + (size_t)p->row * DIMS, k->query8);
    float loss = k->norm * f[1] + k->lost8;
    float most = weight * (said + loss) + p->rest + SLACK, least = weight * (said - loss) + p->rest - SLACK;
    q->refined++;
    if (most < s->cut) return 0;
    if (s->candidates == s->room) {
        Candidate *more = realloc(s->found, sizeof *more * (size_t)(s->room *= 2));
        if (!more) return -1;
        s->found = more;
    }
    s->found[s->candidates++] = (Candidate){most, p->row};
    if (least > s->heap[0]) {
        sink(s->heap, q->most, least);
        if (s->heap[0] > -1e29f) s->cut = floorf(scale * s->heap[0]) / scale - 1e-6f;
    }
    return 0;
}

/* Hold some that wait against what their rank rests on, and those that may still be among the first against eight bits. */
static int look_closer(State *s, Pending *some, int count) {
    int left = 0;
    s->q->passed += count;
    for (int i = 0; i < count && i < AHEAD; i++) fetch_beside(s->q, some[i].row);
    for (int i = 0; i < count; i++) {
        if (i + AHEAD < count) fetch_beside(s->q, some[i + AHEAD].row);
        Pending p = some[i];
        tighten(s, &p);
        if (p.bound >= s->cut) some[left++] = p;
    }
    for (int i = 0; i < left && i < FEW_AHEAD; i++) fetch_eights(s->q, some[i].row);
    for (int i = 0; i < left; i++) {
        if (i + FEW_AHEAD < left) fetch_eights(s->q, some[i + FEW_AHEAD].row);
        if (some[i].bound >= s->cut && refine(s, &some[i]) < 0) return -1;
    }
    return 0;
}

/* Move those with the highest bounds to the front, a few times as many as are sought; how many. */
static int likeliest(State *s) {
    float *heap = s->likely;
    int64_t most = LIKELY * s->q->most;
    int some = 0;
    if (s->waiting <= most) return s->waiting;
    for (int64_t i = 0; i < most; i++) heap[i] = -1e30f;
    for (int i = 0; i < s->waiting; i++)
        if (s->pending[i].bound > heap[0]) sink(heap, most, s->pending[i].bound);
    for (int i = 0; i < s->waiting; i++)
        if (s->pending[i].bound >= heap[0]) {
            Pending p = s->pending[some];
            s->pending[some++] = s->pending[i];
            s->pending[i] = p;
        }
    return some;
}

/* Look closer at what waits: first at the likeliest, which raise the cut, then at whoever is still above it. */
static int flush(State *s) {
    int some = likeliest(s), left = some;
    if (look_closer(s, s->pending, some) < 0) return -1;
    for (int i = some; i < s->waiting; i++)
        if (s->pending[i].bound >= s->cut) s->pending[left++] = s->pending[i];
    int64_t more = left - some;
    s->waiting = 0;
    if (more && look_closer(s, s->pending + some, (int)more) < 0) return -1;
    if (s->candidates > s->next_sweep) sweep(s);
    return 0;
}

/* Take the rows of a mask among 64 in: those whose score may reach the cut wait. */
static int admit(State *s, const uint32_t *rows, const int32_t *dots, const uint64_t *notes, uint64_t mask, const float *bounds) {
    for (; mask; mask &= mask - 1) {
        int i = __builtin_ctzll(mask);
        s->pending[s->waiting++] = (Pending){bounds[i], said_by(&s->query, dots[i], notes[i]), 0.0f, rows[i], notes[i]};
    }
    return s->waiting >= PENDING ? flush(s) : 0;
}

static void fetch(const Scan *q, uint32_t row) {
    const char *p = (const char *)(q->first + (size_t)row * (size_t)q->width);
    for (int64_t b = 0; b < q->width; b += 64) __builtin_prefetch(p + b);
}

/* Every eligible row once: words that are mostly eligible from end to end, of the others the rows alone. */
static int look(State *s, Dot4 dot4, Above above) {
    Scan *q = s->q;
    size_t width = (size_t)q->width;
    uint32_t rows[64 * 2], line[64];
    uint64_t notes[64];
    int32_t dots[64];
    float bounds[64];
    int n = 0;
    for (int64_t w = 0; w <= q->words; w++) {
        uint64_t m = w < q->words ? q->eligible[w] : 0;
        uint32_t base = (uint32_t)(w * 64);
        if (__builtin_popcountll(m) >= DENSE && w * 64 + 64 <= q->count) {
            const uint8_t *x0 = q->first + (size_t)base * width, *x = x0;
            for (int i = 0; i < 64; i += 4, x += 4 * width) {
                const uint8_t *four[4] = {x, x + width, x + 2 * width, x + 3 * width};
                for (size_t b = 0; b < 4 * width; b += 64) __builtin_prefetch(x + b + STREAM);
                dot4(&s->query, four, dots + i);
            }
            for (int i = 0; i < 64; i++) {
                line[i] = base + (uint32_t)i;
                notes[i] = note_of(x0 + (size_t)i * width, q->width);
            }
            q->scanned += __builtin_popcountll(m);
            uint64_t passing = m & above(&s->query, dots, notes, 64, s->cut, bounds);
            if (passing && admit(s, line, dots, notes, passing, bounds) < 0) return -1;
            continue;
        }
        for (; m; m &= m - 1) {
            rows[n] = base + (uint32_t)__builtin_ctzll(m);
            fetch(q, rows[n++]);
        }
        while (n >= 64 || (w == q->words && n)) {
            int some = n < 64 ? n : 64;
            for (int i = 0; i < some; i += 4) {
                const uint8_t *four[4];
                for (int k = 0; k < 4; k++) four[k] = q->first + rows[i + k < some ? i + k : i] * width;
                dot4(&s->query, four, dots + i);
            }
            for (int i = 0; i < some; i++) notes[i] = note_of(q->first + rows[i] * width, q->width);
            q->scanned += some;
            uint64_t passing = above(&s->query, dots, notes, some, s->cut, bounds);
            if (passing && admit(s, rows, dots, notes, passing, bounds) < 0) return -1;
            memmove(rows, rows + some, sizeof *rows * (size_t)(n -= some));
        }
    }
    return flush(s);
}

/* The first `most` eligible rows in the published order. 0 or more: how many; -1: out of memory. */
int64_t propria_scan(Scan *q, uint32_t *rows_out, int64_t *points_out) {
    Place *kept = malloc(sizeof *kept * (size_t)(q->most + 1));
    State *s = malloc(sizeof *s);
    float *heap = malloc(sizeof *heap * (1 + LIKELY) * (size_t)(q->most + 1));
    Candidate *found = malloc(sizeof *found * (1 << 14));
    int64_t count = 0;
    if (!kept || !s || !heap || !found) {
        free(found);
        count = -1;
        goto done;
    }
    *s = (State){.q = q, .cut = -1e30f, .heap = heap, .likely = heap + q->most + 1, .found = found, .room = 1 << 14, .next_sweep = 1 << 13};
    if (!q->direction) {
        count = score_all(q, kept);
        free(found);
        goto done;
    }
    Dot4 dot4;
    Above above;
    loops_of(chosen, &dot4, &s->dot8, &above);
    prepare(q, &s->query);
    s->length = __builtin_popcountll(q->months);
    for (int64_t i = 0; i < q->most; i++) heap[i] = -1e30f;
    if (look(s, dot4, above) < 0) count = -1;
    sweep(s);
    found = s->found;
    qsort(found, (size_t)s->candidates, sizeof *found, by_bound);
    for (int64_t i = 0; i < s->candidates && count >= 0; i++) {
        if (count == q->most && floor(q->points * (double)found[i].bound) < (double)kept[count - 1].points) break;
        if (i + 2 < s->candidates) {
            const char *p = (const char *)(q->vectors + (size_t)found[i + 2].row * DIMS);
            for (int b = 0; b < DIMS * 4; b += 64) __builtin_prefetch(p + b);
        }
        uint32_t row = found[i].row;
        double score = q->weights[0] * cosine(q->vectors + (size_t)row * DIMS, q->direction);
        score = score + others(q, s->length, row);
        Place one = {(int64_t)floor(q->points * score), turn(q->keys[row], q->seed), row};
        count = take(kept, count, q->most, one);
        q->scored++;
    }
    free(found);
done:
    for (int64_t i = 0; i < count; i++) {
        rows_out[i] = kept[i].row;
        points_out[i] = kept[i].points;
    }
    free(kept);
    free(heap);
    free(s);
    return count;
}

/* Read a plane from end to end: the limit that a scan is held against. */
uint64_t propria_read(const uint64_t *words, int64_t count) {
    uint64_t a = 0, b = 0, c = 0, d = 0;
    for (int64_t i = 0; i + 4 <= count; i += 4) {
        a += words[i];
        b += words[i + 1];
        c += words[i + 2];
        d += words[i + 3];
    }
    return a ^ b ^ c ^ d;
}
