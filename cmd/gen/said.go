package main

import "io"

// A said is the standard output, which remembers that it could not be written: what
// follows is lost, and whoever reads it must be told.
type said struct {
	io.Writer
	err error // the first
}

// errUnsaid wraps why the standard output could not be written.
type errUnsaid struct{ error }

func (e errUnsaid) Unwrap() error { return e.error }

func (s *said) Write(b []byte) (int, error) {
	n, err := s.Writer.Write(b)
	if err == nil {
		return n, nil
	}
	if s.err == nil {
		s.err = errUnsaid{err}
	}
	return n, s.err
}
