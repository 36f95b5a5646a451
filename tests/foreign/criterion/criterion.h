/* SPDX-License-Identifier: MIT */
/*
 * As much of Criterion's interface as the unit tests use, for processors that nobody here has Criterion for:
 * tests/foreign/runner.c runs them.
 */
#ifndef ENVFP_TESTS_FOREIGN_CRITERION_H
#define ENVFP_TESTS_FOREIGN_CRITERION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct unit_options {
    void (*init)(void), (*fini)(void);
    unsigned timeout; /* in seconds */
    bool disabled;
};

struct unit_test {
    const char *suite, *name;
    void (*run)(void); /* NULL: options of a suite */
    struct unit_options options;
    struct unit_test *next;
};

void unit_add(struct unit_test *test);
/* Notes a failure. */
void unit_fail(const char *file, int line, const char *what, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
/* Ends the test. */
void unit_end(void) __attribute__((noreturn));
void unit_skip(void) __attribute__((noreturn));

#define UNIT_ADD(id, suite, name, run, ...)                                                                  \
    static struct unit_test unit_##id = {suite, name, run, {__VA_ARGS__}, NULL};                             \
    __attribute__((constructor)) static void unit_add_##id(void)                                             \
    {                                                                                                        \
        unit_add(&unit_##id);                                                                                \
    }

#define TestSuite(suite, ...) UNIT_ADD(suite, #suite, NULL, NULL, __VA_ARGS__) struct unit_test
#define Test(suite, name, ...)                                                                               \
    static void suite##_##name##_test(void);                                                                 \
    UNIT_ADD(suite##_##name, #suite, #name, suite##_##name##_test, __VA_ARGS__)                              \
    static void suite##_##name##_test(void)

#define UNIT_EXPECT(good, what, ...)                                                                         \
    do {                                                                                                     \
        if (!(good))                                                                                         \
            unit_fail(__FILE__, __LINE__, what, "" __VA_ARGS__);                                             \
    } while (0)
#define UNIT_ASSERT(good, what, ...)                                                                         \
    do {                                                                                                     \
        if (!(good)) {                                                                                       \
            unit_fail(__FILE__, __LINE__, what, "" __VA_ARGS__);                                             \
            unit_end();                                                                                      \
        }                                                                                                    \
    } while (0)

#define cr_skip_test(...) unit_skip()
#define cr_assert_fail(...) UNIT_ASSERT(false, "", __VA_ARGS__)

#define cr_expect(a, ...) UNIT_EXPECT(a, #a, __VA_ARGS__)
#define cr_expect_not(a, ...) UNIT_EXPECT(!(a), "not " #a, __VA_ARGS__)
#define cr_expect_null(a, ...) UNIT_EXPECT((a) == NULL, #a " is NULL", __VA_ARGS__)
#define cr_expect_not_null(a, ...) UNIT_EXPECT((a) != NULL, #a " is not NULL", __VA_ARGS__)
#define cr_expect_eq(a, b, ...) UNIT_EXPECT((a) == (b), #a " == " #b, __VA_ARGS__)
#define cr_expect_neq(a, b, ...) UNIT_EXPECT((a) != (b), #a " != " #b, __VA_ARGS__)
#define cr_expect_lt(a, b, ...) UNIT_EXPECT((a) < (b), #a " < " #b, __VA_ARGS__)
#define cr_expect_leq(a, b, ...) UNIT_EXPECT((a) <= (b), #a " <= " #b, __VA_ARGS__)
#define cr_expect_gt(a, b, ...) UNIT_EXPECT((a) > (b), #a " > " #b, __VA_ARGS__)
#define cr_expect_geq(a, b, ...) UNIT_EXPECT((a) >= (b), #a " >= " #b, __VA_ARGS__)
#define cr_expect_str_eq(a, b, ...) UNIT_EXPECT(strcmp(a, b) == 0, #a " is " #b, __VA_ARGS__)
#define cr_expect_str_neq(a, b, ...) UNIT_EXPECT(strcmp(a, b) != 0, #a " is not " #b, __VA_ARGS__)
#define cr_expect_str_empty(a, ...) UNIT_EXPECT(*(a) == '\0', #a " is empty", __VA_ARGS__)
#define cr_expect_arr_eq(a, b, size, ...) UNIT_EXPECT(memcmp(a, b, size) == 0, #a " is " #b, __VA_ARGS__)

#define cr_assert(a, ...) UNIT_ASSERT(a, #a, __VA_ARGS__)
#define cr_assert_not(a, ...) UNIT_ASSERT(!(a), "not " #a, __VA_ARGS__)
#define cr_assert_null(a, ...) UNIT_ASSERT((a) == NULL, #a " is NULL", __VA_ARGS__)
#define cr_assert_not_null(a, ...) UNIT_ASSERT((a) != NULL, #a " is not NULL", __VA_ARGS__)
#define cr_assert_eq(a, b, ...) UNIT_ASSERT((a) == (b), #a " == " #b, __VA_ARGS__)
#define cr_assert_neq(a, b, ...) UNIT_ASSERT((a) != (b), #a " != " #b, __VA_ARGS__)
#define cr_assert_lt(a, b, ...) UNIT_ASSERT((a) < (b), #a " < " #b, __VA_ARGS__)
#define cr_assert_leq(a, b, ...) UNIT_ASSERT((a) <= (b), #a " <= " #b, __VA_ARGS__)
#define cr_assert_gt(a, b, ...) UNIT_ASSERT((a) > (b), #a " > " #b, __VA_ARGS__)
#define cr_assert_geq(a, b, ...) UNIT_ASSERT((a) >= (b), #a " >= " #b, __VA_ARGS__)
#define cr_assert_str_eq(a, b, ...) UNIT_ASSERT(strcmp(a, b) == 0, #a " is " #b, __VA_ARGS__)
#define cr_assert_str_neq(a, b, ...) UNIT_ASSERT(strcmp(a, b) != 0, #a " is not " #b, __VA_ARGS__)
#define cr_assert_str_empty(a, ...) UNIT_ASSERT(*(a) == '\0', #a " is empty", __VA_ARGS__)

#endif
