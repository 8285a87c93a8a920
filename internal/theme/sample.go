package theme

import (
	"html/template"
	"reflect"
)

// sample makes a view to try a layout on: every list has one element and every
// pointer is set. When full, every text is there and every condition holds; else
// none is and none does.
func sample(t reflect.Type, full bool) reflect.Value {
	v := reflect.New(t).Elem()
	fill(v, full, nil)
	return v
}

// fill fills v. A type that holds itself, as chapters do, ends at its second level.
func fill(v reflect.Value, full bool, within []reflect.Type) {
	switch v.Kind() {
	case reflect.String:
		if full {
			v.SetString("sample")
		}
	case reflect.Bool:
		v.SetBool(full)
	case reflect.Int:
		if full {
			v.SetInt(1)
		}
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), full, within)
	case reflect.Slice:
		for _, t := range within {
			if t == v.Type() {
				return
			}
		}
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(v.Index(0), full, append(within, v.Type()))
	case reflect.Struct:
		for field, f := range v.Fields() {
			fill(f, full, within)
			if field.Name == "Lang" {
				f.SetString(languages[0]) // which a layout may ask for the parts of
			}
		}
	}
	if v.Type() == reflect.TypeFor[template.HTML]() && full {
		v.SetString("<p>sample</p>")
	}
}
