// Package check finds what a build does not stop for. [Duties] are what an
// organisation has to do by which day; [Gates] says what of that is near, past or
// forced on a given day, and never fails a build, so that an urgent correction
// can always be published. [Departing] says what goes with a person. [Lint],
// [Privacy] and [Alternatives] find what must not stand in content on any day.
package check
