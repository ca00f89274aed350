/* The matching kernel: intersects packed sets, scans 4-bit vectors under a bound that always holds, counts reasons.
 *
 * It answers what the NumPy reference beside it answers, to the last bit; one suite holds the two together.
 * Plain C11; on x86-64 the hot loops exist three times and the processor chooses. Compile with -ffp-contract=off.
 */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#define FOR_AVX2 __attribute__((target("avx2,popcnt")))
#define FOR_AVX512 __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx512vnni,avx512vpopcntdq,popcnt")))
#endif
#define INLINE static inline __attribute__((always_inline))

enum { DIMS = 256, HALF = DIMS / 2, LANES = 8, CHUNK = 1024, AHEAD = 12, WIDE = 512, BLOCK = 32, PLANES = 5, FEW_PLANES = 4, MOST_RULES = 32 };

/* ---- packed sets -------------------------------------------------------------------------------------------- */

typedef struct {
    int64_t words;          /* of the whole */
    const uint64_t **all;   /* rows must be in each of these */
    int64_t all_count;
    const uint64_t **none;  /* and in none of these */
    int64_t none_count;
    const uint64_t **sets;  /* slot after slot; a clause must be in each set of its slot */
    const int64_t *slot_sets;
    const int64_t *slot_words;
    int64_t slots;
} Sets;

INLINE int64_t fitting_body(const Sets *q, uint64_t *out) {
    int64_t found = 0;
    for (int64_t at = 0; at < q->words; at += WIDE) {
        int64_t n = q->words - at < WIDE ? q->words - at : WIDE;
        uint64_t open[WIDE], any[WIDE], inside[WIDE];
        memset(open, 0xff, sizeof open);
        memset(any, 0, sizeof any);
        for (int64_t s = 0; s < q->all_count; s++)
            for (int64_t i = 0; i < n; i++) open[i] &= q->all[s][at + i];
        for (int64_t s = 0; s < q->none_count; s++)
            for (int64_t i = 0; i < n; i++) open[i] &= ~q->none[s][at + i];
        const uint64_t **sets = q->sets;
        for (int64_t j = 0; j < q->slots; sets += q->slot_sets[j], j++) {
            int64_t m = q->slot_words[j] - at;
            if (m <= 0) continue;
            if (m > n) m = n;
            for (int64_t i = 0; i < m; i++) inside[i] = open[i];
            for (int64_t s = 0; s < q->slot_sets[j]; s++)
                for (int64_t i = 0; i < m; i++) inside[i] &= sets[s][at + i];
            for (int64_t i = 0; i < m; i++) any[i] |= inside[i];
        }
        for (int64_t i = 0; i < n; i++) {
            out[at + i] = any[i];
            found += __builtin_popcountll(any[i]);
        }
    }
    return found;
}

/* ---- reasons ------------------------------------------------------------------------------------------------ */

typedef struct {
    int64_t words;
    const uint64_t *rows;       /* whose reasons are counted */
    const uint64_t **sets;      /* slot after slot, rule after rule */
    const int64_t *rule_sets;   /* how many sets each rule of each slot has: slots * rules numbers */
    const int64_t *slot_words;
    const uint64_t **slot_rows; /* the rows that have each slot */
    const int64_t *axis_of;     /* rules of one axis count once where axes are counted; the last rule is the floor */
    int64_t slots, rules;
} Reasons;

/* Which rules fail somebody: those that some set is asked about, and the axes they count as; how many. */
static int64_t telling(const Reasons *q, int64_t *active) {
    int told[MOST_RULES] = {0};
    int64_t actives = 0;
    for (int64_t r = 0; r < q->rules; r++)
        for (int64_t j = 0; j < q->slots; j++)
            if (q->rule_sets[j * q->rules + r]) told[r] = told[q->axis_of[r]] = 1;
    for (int64_t r = 0; r < q->rules; r++)
        if (told[r]) active[actives++] = r;
    return actives;
}

/* `used` planes hold every count of failing rules, and one more number that stands for no clause. */
INLINE void reasons_of(const Reasons *q, const int64_t *active, int64_t actives, const int used, int64_t *first, int64_t *alone) {
    for (int64_t at = 0; at < q->words; at += BLOCK) {
        int64_t n = q->words - at < BLOCK ? q->words - at : BLOCK;
        uint64_t best[PLANES][BLOCK], fails[MOST_RULES][BLOCK], some = 0;
        for (int64_t i = 0; i < n; i++) some |= q->rows[at + i];
        if (!some) continue;
        memset(best, 0xff, sizeof best);
        memset(fails, 0, sizeof fails);
        const uint64_t **sets = q->sets;
        for (int64_t j = 0; j < q->slots; j++) {
            uint64_t here[MOST_RULES][BLOCK], planes[PLANES][BLOCK];
            int64_t m = q->slot_words[j] - at;
            if (m > n) m = n;
            memset(planes, 0, sizeof planes);
            for (int64_t a = 0; a < actives; a++) {
                int64_t r = active[a], count = q->rule_sets[j * q->rules + r];
                if (m > 0 && !count) memset(here[r], 0, sizeof here[r]);
                if (m > 0 && count) {
                    uint64_t pass[BLOCK];
                    memset(pass, 0xff, sizeof pass);
                    for (int64_t s = 0; s < count; s++)
                        for (int64_t i = 0; i < m; i++) pass[i] &= sets[s][at + i];
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
        for (int64_t i = 0; i < n; i++) left[i] = q->rows[at + i];
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
                count += __builtin_popcountll(q->rows[at + i] & once[i] & ~twice[i] & fails[r][i]);
            alone[r] += count;
        }
    }
}

INLINE void reasons_body(const Reasons *q, int64_t *first, int64_t *alone) {
    int64_t active[MOST_RULES], actives = telling(q, active);
    if (actives < (1 << FEW_PLANES) - 1) reasons_of(q, active, actives, FEW_PLANES, first, alone);
    else reasons_of(q, active, actives, PLANES, first, alone);
}

/* ---- the scan ----------------------------------------------------------------------------------------------- */

typedef struct {
    const uint64_t *eligible;
    int64_t words;
    const uint8_t *fours;
    const float *coarse;
    const int8_t *eights;
    const float *fine;
    const float *vectors;
    const uint64_t *busy;
    const int64_t *floor_minor;
    const uint8_t *responsiveness;
    const uint64_t *keys;
    const int8_t *levels;
    const float *direction; /* the query; NULL: nothing is fitted */
    const float *turned;    /* its rotated part */
    double along;           /* its part along the common direction */
    double weights[4];
    double points;
    uint64_t months;
    double budget;
    uint64_t seed;
    int64_t most;
    int64_t scanned, refined, scored; /* out */
} Scan;

typedef struct { float bound; uint32_t row; } Candidate;
typedef struct { int64_t points; uint64_t turn; uint32_t row; } Place;
typedef void (*Dot4)(const uint8_t *, const uint32_t *, const int8_t *, const int8_t *, int32_t *);
typedef int32_t (*Dot8)(const int8_t *, const int16_t *);

static void dot4_plain(const uint8_t *fours, const uint32_t *rows, const int8_t *query, const int8_t *levels, int32_t *out) {
    for (int k = 0; k < 4; k++) {
        const uint8_t *x = fours + (size_t)rows[k] * HALF;
        int32_t sum = 0;
        for (int i = 0; i < HALF; i++)
            sum += levels[x[i] & 15] * query[i] + levels[x[i] >> 4] * query[i + HALF];
        out[k] = sum;
    }
}

static int32_t dot8_plain(const int8_t *x, const int16_t *query) {
    int32_t sum = 0;
    for (int i = 0; i < DIMS; i++) sum += (int32_t)x[i] * query[i];
    return sum;
}

#if defined(__x86_64__)
FOR_AVX2 static void dot4_avx2(const uint8_t *fours, const uint32_t *rows, const int8_t *query, const int8_t *levels, int32_t *out) {
    const __m256i low = _mm256_set1_epi8(15), ones = _mm256_set1_epi16(1);
    const __m256i table = _mm256_add_epi8(_mm256_broadcastsi128_si256(_mm_loadu_si128((const void *)levels)), _mm256_set1_epi8(64));
    __m256i sums[4];
    for (int k = 0; k < 4; k++) {
        const uint8_t *x = fours + (size_t)rows[k] * HALF;
        __m256i sum = _mm256_setzero_si256();
        for (int i = 0; i < HALF; i += 32) {
            __m256i b = _mm256_loadu_si256((const void *)(x + i));
            __m256i one = _mm256_shuffle_epi8(table, _mm256_and_si256(b, low));
            __m256i two = _mm256_shuffle_epi8(table, _mm256_and_si256(_mm256_srli_epi16(b, 4), low));
            __m256i p = _mm256_maddubs_epi16(one, _mm256_loadu_si256((const void *)(query + i)));
            __m256i q = _mm256_maddubs_epi16(two, _mm256_loadu_si256((const void *)(query + i + HALF)));
            sum = _mm256_add_epi32(sum, _mm256_add_epi32(_mm256_madd_epi16(p, ones), _mm256_madd_epi16(q, ones)));
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

FOR_AVX512 static inline __m512i four_sums(const uint8_t *x, const int8_t *query, __m512i table) {
    const __m512i low = _mm512_set1_epi8(15);
    __m512i one = _mm512_setzero_si512(), two = one;
    for (int i = 0; i < HALF; i += 64) {
        __m512i b = _mm512_loadu_si512(x + i);
        one = _mm512_dpbusd_epi32(one, _mm512_shuffle_epi8(table, _mm512_and_si512(b, low)), _mm512_loadu_si512(query + i));
        two = _mm512_dpbusd_epi32(two, _mm512_shuffle_epi8(table, _mm512_and_si512(_mm512_srli_epi16(b, 4), low)),
                                  _mm512_loadu_si512(query + i + HALF));
    }
    return _mm512_add_epi32(one, two);
}

FOR_AVX512 static void dot4_avx512(const uint8_t *fours, const uint32_t *rows, const int8_t *query, const int8_t *levels, int32_t *out) {
    const __m512i table = _mm512_add_epi8(_mm512_broadcast_i32x4(_mm_loadu_si128((const void *)levels)), _mm512_set1_epi8(64));
    __m512i a = four_sums(fours + (size_t)rows[0] * HALF, query, table), b = four_sums(fours + (size_t)rows[1] * HALF, query, table);
    __m512i c = four_sums(fours + (size_t)rows[2] * HALF, query, table), d = four_sums(fours + (size_t)rows[3] * HALF, query, table);
    __m512i ab = _mm512_add_epi32(_mm512_unpacklo_epi32(a, b), _mm512_unpackhi_epi32(a, b));
    __m512i cd = _mm512_add_epi32(_mm512_unpacklo_epi32(c, d), _mm512_unpackhi_epi32(c, d));
    __m512i all = _mm512_add_epi32(_mm512_unpacklo_epi64(ab, cd), _mm512_unpackhi_epi64(ab, cd));
    __m256i half = _mm256_add_epi32(_mm512_castsi512_si256(all), _mm512_extracti64x4_epi64(all, 1));
    _mm_storeu_si128((void *)out, _mm_add_epi32(_mm256_castsi256_si128(half), _mm256_extracti128_si256(half, 1)));
}

FOR_AVX512 static int32_t dot8_avx512(const int8_t *x, const int16_t *query) {
    __m512i sum = _mm512_setzero_si512();
    for (int i = 0; i < DIMS; i += 32)
        sum = _mm512_add_epi32(sum, _mm512_madd_epi16(_mm512_cvtepi8_epi16(_mm256_loadu_si256((const void *)(x + i))),
                                                      _mm512_loadu_si512(query + i)));
    return _mm512_reduce_add_epi32(sum);
}

FOR_AVX2 static int64_t fitting_avx2(const Sets *q, uint64_t *out) { return fitting_body(q, out); }
FOR_AVX512 static int64_t fitting_avx512(const Sets *q, uint64_t *out) { return fitting_body(q, out); }
FOR_AVX2 static void reasons_avx2(const Reasons *q, int64_t *f, int64_t *a) { reasons_body(q, f, a); }
FOR_AVX512 static void reasons_avx512(const Reasons *q, int64_t *f, int64_t *a) { reasons_body(q, f, a); }
#endif

static int64_t fitting_plain(const Sets *q, uint64_t *out) { return fitting_body(q, out); }
static void reasons_plain(const Reasons *q, int64_t *f, int64_t *a) { reasons_body(q, f, a); }

/* The dot products of a level; the fours' are raised by 64 times the query's sum where the level is not 0. */
static int chosen = -1;

static void dots_of(int level, Dot4 *dot4, Dot8 *dot8) {
    *dot4 = dot4_plain;
    *dot8 = dot8_plain;
#if defined(__x86_64__)
    if (level == 1) { *dot4 = dot4_avx2; *dot8 = dot8_avx2; }
    if (level == 2) { *dot4 = dot4_avx512; *dot8 = dot8_avx512; }
#endif
}

/* Whether a level's products are the plain ones: a processor or compiler that errs is not used. */
static int agrees(int level) {
    static const int8_t levels[16] = {-63, -48, -37, -29, -22, -15, -9, -3, 3, 9, 15, 22, 29, 37, 48, 63};
    uint8_t fours[4 * HALF];
    int8_t eights[DIMS], query4[DIMS];
    int16_t query8[DIMS];
    uint32_t rows[4] = {2, 0, 3, 1}, state = 12345;
    int32_t plain[4], fast[4], sum = 0;
    for (int i = 0; i < DIMS; i++) {
        state = state * 1664525u + 1013904223u;
        fours[i] = (uint8_t)(state >> 24);
        fours[i + DIMS] = (uint8_t)(state >> 16);
        eights[i] = (int8_t)((int)(state >> 8 & 255) % 128 * (i & 1 ? 1 : -1));
        query4[i] = (int8_t)((int)(state >> 20 & 127) * (i % 3 ? 1 : -1));
        query8[i] = (int16_t)((int)(state >> 10 & 16383) * (i % 5 ? 1 : -1));
        sum += query4[i];
    }
    Dot4 dot4;
    Dot8 dot8;
    dots_of(level, &dot4, &dot8);
    dot4_plain(fours, rows, query4, levels, plain);
    dot4(fours, rows, query4, levels, fast);
    for (int k = 0; k < 4; k++)
        if (fast[k] - (level ? 64 * sum : 0) != plain[k]) return 0;
    return dot8(eights, query8) == dot8_plain(eights, query8);
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
    chosen = best;
    return chosen;
}

/* Put rows into a set. */
void propria_with_rows(uint64_t *words, const uint32_t *rows, int64_t count) {
    for (int64_t i = 0; i < count; i++) words[rows[i] >> 6] |= 1ull << (rows[i] & 63);
}

int64_t propria_fitting(const Sets *q, uint64_t *out) {
#if defined(__x86_64__)
    if (chosen == 2) return fitting_avx512(q, out);
    if (chosen == 1) return fitting_avx2(q, out);
#endif
    return fitting_plain(q, out);
}

int propria_reasons(const Reasons *q, int64_t *first, int64_t *alone) {
    if (q->rules > MOST_RULES) return -1;
#if defined(__x86_64__)
    if (chosen == 2) { reasons_avx512(q, first, alone); return 0; }
    if (chosen == 1) { reasons_avx2(q, first, alone); return 0; }
#endif
    reasons_plain(q, first, alone);
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
    float x = ((const Candidate *)a)->bound, y = ((const Candidate *)b)->bound;
    return x < y ? 1 : x > y ? -1 : 0;
}

typedef struct {
    int8_t query4[DIMS];
    int16_t query8[DIMS];
    float step4, lost4, step8, lost8, norm;
    int32_t offset4;
} Query;

static void prepare(const Scan *q, Query *out, int biased) {
    double most = 1e-12, norm = 0, lost4 = 0, lost8 = 0, sum = 0;
    for (int i = 0; i < DIMS; i++) {
        double x = fabs((double)q->turned[i]);
        if (x > most) most = x;
        norm += x * x;
    }
    double step4 = most / 127.0, step8 = most / 16383.0;
    for (int i = 0; i < DIMS; i++) {
        double x = q->turned[i], a = nearbyint(x / step4), b = nearbyint(x / step8);
        out->query4[i] = (int8_t)a;
        out->query8[i] = (int16_t)b;
        sum += a;
        lost4 += (x - a * step4) * (x - a * step4);
        lost8 += (x - b * step8) * (x - b * step8);
    }
    out->step4 = (float)step4;
    out->step8 = (float)step8;
    out->lost4 = (float)(sqrt(lost4) * 1.000001 + 1e-7);
    out->lost8 = (float)(sqrt(lost8) * 1.000001 + 1e-7);
    out->norm = (float)(sqrt(norm) * 1.000001 + 1e-7);
    out->offset4 = biased ? (int32_t)(64 * sum) : 0;
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

/* The first `most` eligible rows in the published order. 0 or more: how many; -1: out of memory. */
int64_t propria_scan(Scan *q, uint32_t *rows_out, int64_t *points_out) {
    Place *kept = malloc(sizeof *kept * (size_t)(q->most + 1));
    float *heap = malloc(sizeof *heap * (size_t)(q->most + 1));
    int64_t room = 1 << 14, candidates = 0, count = 0, next_sweep = 1 << 13;
    Candidate *found = malloc(sizeof *found * (size_t)room);
    if (!kept || !heap || !found) { free(kept); free(heap); free(found); return -1; }
    if (!q->direction) {
        count = score_all(q, kept);
        goto done;
    }
    Dot4 dot4;
    Dot8 dot8;
    dots_of(chosen, &dot4, &dot8);
    Query query;
    prepare(q, &query, chosen > 0);
    int length = __builtin_popcountll(q->months);
    const float slack = 2e-5f, weight = (float)q->weights[0], along = (float)q->along;
    const float rest_most = (float)(q->weights[1] + q->weights[2] + q->weights[3]) + slack;
    const float scale = (float)q->points;
    float cut = -1e30f;
    for (int64_t i = 0; i < q->most; i++) heap[i] = -1e30f;
    uint32_t rows[CHUNK + 64 + AHEAD], passed[CHUNK + 64 + AHEAD];
    float bounds[CHUNK + 64 + AHEAD];
    int32_t dots[CHUNK + 64 + AHEAD];
    for (int64_t w = 0; w < q->words;) {
        int n = 0;
        while (w < q->words && n < CHUNK) {
            uint64_t m = q->eligible[w];
            uint32_t base = (uint32_t)(w++ * 64);
            for (; m; m &= m - 1) rows[n++] = base + (uint32_t)__builtin_ctzll(m);
        }
        if (!n) continue;
        q->scanned += n;
        for (int i = 0; i < AHEAD; i++) rows[n + i] = rows[n - 1];
        for (int i = 0; i < AHEAD; i++) {
            const char *p = (const char *)(q->fours + (size_t)rows[i < n ? i : n - 1] * HALF);
            __builtin_prefetch(p);
            __builtin_prefetch(p + 64);
        }
        for (int i = 0; i < n; i += 4) {
            for (int k = 0; k < 4; k++) {
                int ahead = i + AHEAD + k < n ? i + AHEAD + k : n - 1;
                const char *p = (const char *)(q->fours + (size_t)rows[ahead] * HALF);
                __builtin_prefetch(p);
                __builtin_prefetch(p + 64);
                __builtin_prefetch(q->coarse + 3 * (size_t)rows[ahead]);
            }
            dot4(q->fours, rows + i, query.query4, q->levels, dots + i);
        }
        int go_on = 0;
        for (int i = 0; i < n; i++) {
            const float *c = q->coarse + 3 * (size_t)rows[i];
            float said = c[0] * query.step4 * (float)(dots[i] - query.offset4);
            float most = weight * (along * c[2] + said + query.norm * c[1] + query.lost4) + rest_most;
            passed[go_on] = rows[i];
            bounds[go_on] = said;
            go_on += most >= cut;
        }
        for (int i = 0; i < go_on; i++) {
            __builtin_prefetch(q->busy + passed[i]);
            __builtin_prefetch(q->floor_minor + passed[i]);
            __builtin_prefetch(q->responsiveness + passed[i]);
        }
        int refined = 0;
        for (int i = 0; i < go_on; i++) {
            uint32_t row = passed[i];
            const float *c = q->coarse + 3 * (size_t)row;
            float left = 1.0f - c[2] * c[2] - c[1] * c[1], said = bounds[i], beside = query.norm;
            if (left > 1e-4f) {
                float toward = fabsf(said) / sqrtf(left) - query.lost4 - 1e-4f;
                float across = query.norm * query.norm - toward * toward;
                if (toward > 0.0f) beside = across > 0.0f ? sqrtf(across) + 1e-4f : 1e-4f;
                if (beside > query.norm) beside = query.norm;
            }
            float rest = (float)others(q, length, row);
            float most = weight * (along * c[2] + said + beside * c[1] + query.lost4) + rest + slack;
            if (most < cut) continue;
            passed[refined] = row;
            bounds[refined++] = rest;
            const char *p = (const char *)(q->eights + (size_t)row * DIMS);
            for (int b = 0; b < DIMS; b += 64) __builtin_prefetch(p + b);
            __builtin_prefetch(q->fine + 2 * (size_t)row);
        }
        q->refined += refined;
        for (int i = 0; i < refined; i++) {
            uint32_t row = passed[i];
            const float *f = q->fine + 2 * (size_t)row;
            float said = along * q->coarse[3 * (size_t)row + 2] + f[0] * query.step8 * (float)dot8(q->eights + (size_t)row * DIMS, query.query8);
            float loss = query.norm * f[1] + query.lost8, rest = bounds[i];
            float most = weight * (said + loss) + rest + slack, least = weight * (said - loss) + rest - slack;
            if (most < cut) continue;
            if (candidates == room) {
                Candidate *more = realloc(found, sizeof *found * (size_t)(room *= 2));
                if (!more) { count = -1; goto done; }
                found = more;
            }
            found[candidates++] = (Candidate){most, row};
            if (least > heap[0]) {
                sink(heap, q->most, least);
                if (heap[0] > -1e29f) cut = floorf(scale * heap[0]) / scale - 1e-6f;
            }
        }
        if (candidates > next_sweep) {
            int64_t kept_now = 0;
            for (int64_t i = 0; i < candidates; i++)
                if (found[i].bound >= cut) found[kept_now++] = found[i];
            candidates = kept_now;
            next_sweep = 2 * kept_now > (1 << 13) ? 2 * kept_now : 1 << 13;
        }
    }
    int64_t last = 0;
    for (int64_t i = 0; i < candidates; i++)
        if (found[i].bound >= cut) found[last++] = found[i];
    qsort(found, (size_t)last, sizeof *found, by_bound);
    for (int64_t i = 0; i < last; i++) {
        if (count == q->most && floor(q->points * (double)found[i].bound) < (double)kept[count - 1].points) break;
        if (i + 2 < last) {
            const char *p = (const char *)(q->vectors + (size_t)found[i + 2].row * DIMS);
            for (int b = 0; b < DIMS * 4; b += 64) __builtin_prefetch(p + b);
        }
        uint32_t row = found[i].row;
        double score = q->weights[0] * cosine(q->vectors + (size_t)row * DIMS, q->direction);
        score = score + others(q, length, row);
        Place one = {(int64_t)floor(q->points * score), turn(q->keys[row], q->seed), row};
        count = take(kept, count, q->most, one);
        q->scored++;
    }
done:
    for (int64_t i = 0; i < count; i++) {
        rows_out[i] = kept[i].row;
        points_out[i] = kept[i].points;
    }
    free(kept);
    free(heap);
    free(found);
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
