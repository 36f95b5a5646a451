/* SPDX-License-Identifier: MIT */
/* No guard: makes every row of a declaration stand for nothing, for collect/declare.h. Then that gives those of one kind
 * a meaning. */
#undef COLLECTOR
#undef USES
#undef AFTER
#undef FILE_ROW
#undef NAMES_ROW
#undef VARIABLE
#undef FACT
#define COLLECTOR(serves, needs)
#define USES(name)
#define AFTER(name)
#define FILE_ROW(path, how, form)
#define NAMES_ROW(path, form)
#define VARIABLE(name, form)
#define FACT(key, type, class, impact, pin, unit, path, manual, why)
