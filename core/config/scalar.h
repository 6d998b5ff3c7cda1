/* Numbers as configuration writes them: strict, whole, the same in every locale. */
#ifndef FILON_CONFIG_SCALAR_H
#define FILON_CONFIG_SCALAR_H

#include <filon/str.h>

enum filon_scalar_result {
    FILON_SCALAR_OK,
    FILON_SCALAR_FORM, /* not written like one */
    FILON_SCALAR_LARGE /* written like one, but beyond what the type holds */
};

/* true false yes no on off, in any case. */
enum filon_scalar_result filon_scalar_bool(struct filon_str text, bool *value);
/* Decimal digits with an optional sign; no leading zeros (010 is 8 in YAML 1.1 and 10 in 1.2), no fraction, no hexadecimal. */
enum filon_scalar_result filon_scalar_int(struct filon_str text, int64_t *value);
/* 1, -1.5, .5, 2e-3; always finite. */
enum filon_scalar_result filon_scalar_float(struct filon_str text, double *value);
/* Bytes: 4096, 64 KiB, 1.5 GiB, 10 MB; units B kB MB GB TB (1000) and KiB MiB GiB TiB (1024) in any case. Fractions of a byte are cut off. */
enum filon_scalar_result filon_scalar_size(struct filon_str text, uint64_t *bytes);
/* Seconds: 10, 1.5 s, 200 ms, 5 min, 2 h, 1 d. */
enum filon_scalar_result filon_scalar_duration(struct filon_str text, double *seconds);

#endif
