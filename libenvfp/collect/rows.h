/* SPDX-License-Identifier: MIT */
/* No include guard: defines every row macro of a declaration as empty, for collect/declare.h, which then redefines the
 * one kind that it needs. */
#undef COLLECTOR
#undef USES
#undef AFTER
#undef FILE_ROW
#undef NAMES_ROW
#undef VARIABLE
#undef FACT
#undef LANGUAGE
#define COLLECTOR(serves, needs)
#define USES(name)
#define AFTER(name)
#define FILE_ROW(path, how, form)
#define NAMES_ROW(path, form)
#define VARIABLE(name, form)
#define LANGUAGE(word, title, program, asdf, mise, also, files, promise, order)
#define FACT(key, type, class, impact, pin, unit, path, manual, why)
