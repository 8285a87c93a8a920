package build

import "hikitsugi/internal/diag"

// Mistakes returns what the author of the site's own theme got wrong so that the page in
// the file name could not be made, when reading it has said err.
func (f *Files) Mistakes(name string, err error) diag.List {
	i, ok := f.routes.at[name]
	if !ok {
		return nil
	}
	all := make([]made, len(f.routes.pages))
	all[i].err = err
	return f.failures(all)
}
