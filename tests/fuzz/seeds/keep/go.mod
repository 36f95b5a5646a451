!module example.com/x

go 1.22

require rsc.io/quote v1.5.2
require (
	rsc.io/sampler v1.3.0 // indirect
)
