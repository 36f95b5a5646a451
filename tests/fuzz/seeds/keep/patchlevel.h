#define PY_VERSION "3.12.1"
#define F(a) \
 a
