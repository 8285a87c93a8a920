package pdf

import (
	"fmt"
	"maps"
	"slices"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// An element is one of the structure tree, by which a file is read aloud
// (ISO 32000-1, 14.7).
type element struct {
	kind       string     // P, H2, TD, …
	attributes types.Dict // what is said of it beside its kind and its place
	kids       []kid
	old        types.IndirectRef // the object that Chromium made of it; zero: it made none
}

// A kid of an element is another element, marked content of a page, or an
// annotation of a page.
type kid struct {
	child      *element
	page       types.IndirectRef
	marked     int                // MCID, if it is neither of the others
	annotation *types.IndirectRef // a link or a field
}

// isContent reports whether the kid is marked content.
func (k kid) isContent() bool { return k.child == nil && k.annotation == nil }

// readStructure takes the structure tree out of the document.
func (d *document) readStructure() (*element, error) {
	root, ok := d.get(d.catalog["StructTreeRoot"]).(types.Dict)
	if !ok {
		return nil, fmt.Errorf("the PDF has no structure")
	}
	top := &element{}
	if err := d.readKids(top, root["K"], types.IndirectRef{}); err != nil {
		return nil, err
	}
	if len(top.kids) != 1 || top.kids[0].child == nil || top.kids[0].child.kind != "Document" {
		return nil, fmt.Errorf("the structure of the PDF does not begin with a document")
	}
	return top.kids[0].child, nil
}

// readKids adds what K holds to parent; page is that of marked content that
// names none.
func (d *document) readKids(parent *element, k types.Object, page types.IndirectRef) error {
	switch o := d.get(k).(type) {
	case nil:
	case types.Array:
		for _, item := range o {
			if err := d.readKids(parent, item, page); err != nil {
				return err
			}
		}
	case types.Integer:
		parent.kids = append(parent.kids, kid{page: page, marked: o.Value()})
	case types.Dict:
		if own, ok := o["Pg"].(types.IndirectRef); ok {
			page = own
		}
		switch name(o["Type"]) {
		case "MCR":
			id, _ := o["MCID"].(types.Integer)
			parent.kids = append(parent.kids, kid{page: page, marked: id.Value()})
		case "OBJR":
			annotation, ok := o["Obj"].(types.IndirectRef)
			if !ok {
				return fmt.Errorf("the structure of the PDF names an object that is not there")
			}
			parent.kids = append(parent.kids, kid{page: page, annotation: &annotation})
		default:
			child := &element{kind: name(o["S"]), attributes: types.Dict{}}
			for key, value := range o {
				switch key {
				case "Type", "S", "P", "K", "Pg":
				default:
					child.attributes[key] = value
				}
			}
			parent.kids = append(parent.kids, kid{child: child})
			if ref, ok := k.(types.IndirectRef); ok {
				child.old = ref
				d.remove(ref)
			}
			return d.readKids(child, o["K"], page)
		}
	default:
		return fmt.Errorf("the structure of the PDF holds a %T", o)
	}
	return nil
}

// name returns a name, or "".
func name(o types.Object) string {
	n, _ := o.(types.Name)
	return string(n)
}

// writeStructure puts a structure tree into the document in the place of its own.
func (d *document) writeStructure(top *element) error {
	old, _ := d.catalog["StructTreeRoot"].(types.IndirectRef)
	root, ok := d.get(old).(types.Dict)
	if !ok {
		return fmt.Errorf("the PDF has no structure")
	}
	for _, key := range []string{"ParentTree", "IDTree"} {
		d.removeTree(root[key])
	}
	w := &structureWriter{
		d: d, parents: map[int]types.Object{}, marked: map[types.IndirectRef]types.Array{},
		ids: map[string]types.StringLiteral{}, elements: map[types.StringLiteral]types.IndirectRef{},
		written: map[types.IndirectRef]types.IndirectRef{}, roles: types.Dict{},
	}
	w.nameAll(top)
	next := d.numberParents()
	ref := w.write(top, old)
	clear(root)
	root["Type"], root["K"] = types.Name("StructTreeRoot"), types.Array{ref}
	for _, page := range d.pages {
		list, ok := w.marked[page]
		if !ok {
			continue
		}
		dict, _ := d.get(page).(types.Dict)
		key, ok := dict["StructParents"].(types.Integer)
		if !ok { // all its text was loose
			key = types.Integer(next)
			dict["StructParents"] = key
			next++
		}
		w.parents[key.Value()] = list
	}
	var numbers types.Array
	keys := slices.Sorted(maps.Keys(w.parents))
	for _, key := range keys {
		value := w.parents[key]
		if list, ok := value.(types.Array); ok {
			value = d.add(list)
		}
		numbers = append(numbers, types.Integer(key), value)
	}
	root["ParentTree"] = d.add(types.Dict{"Nums": numbers})
	root["ParentTreeNextKey"] = types.Integer(next)
	if len(w.elements) > 0 {
		var names types.Array
		for _, id := range slices.Sorted(maps.Keys(w.elements)) {
			names = append(names, id, w.elements[id])
		}
		first, last := names[0], names[len(names)-2]
		root["IDTree"] = d.add(types.Dict{"Kids": types.Array{d.add(types.Dict{"Limits": types.Array{first, last}, "Names": names})}})
	}
	if len(w.roles) > 0 {
		root["RoleMap"] = w.roles
	}
	outline, _ := d.get(d.catalog["Outlines"]).(types.Dict)
	w.outline(outline)
	return nil
}

// numberParents numbers, from 0 and without gaps, what has its elements in the tree of
// parents: how many Chromium has numbered differs from run to run. It returns the next
// number.
func (d *document) numberParents() int {
	type holder struct {
		object types.Dict
		key    string
	}
	holders := map[int]holder{}
	for _, n := range d.numbers() {
		object, _ := d.object(n).(types.Dict)
		for _, key := range []string{"StructParent", "StructParents"} {
			if place, ok := object[key].(types.Integer); ok {
				holders[place.Value()] = holder{object, key}
			}
		}
	}
	for next, was := range slices.Sorted(maps.Keys(holders)) {
		h := holders[was]
		h.object[h.key] = types.Integer(next)
	}
	return len(holders)
}

// removeTree removes a tree of numbers or names.
func (d *document) removeTree(o types.Object) {
	node, ok := d.get(o).(types.Dict)
	if !ok {
		return
	}
	for _, child := range d.array(node, "Kids") {
		d.removeTree(child)
	}
	for _, value := range d.array(node, "Nums") {
		if _, list := d.get(value).(types.Array); list {
			if ref, ok := value.(types.IndirectRef); ok {
				d.remove(ref)
			}
		}
	}
	if ref, ok := o.(types.IndirectRef); ok {
		d.remove(ref)
	}
}

// A structureWriter makes objects of elements.
type structureWriter struct {
	d        *document
	parents  map[int]types.Object                      // the tree of parents
	marked   map[types.IndirectRef]types.Array         // the parents of marked content, by page
	ids      map[string]types.StringLiteral            // new names of elements by their old ones
	elements map[types.StringLiteral]types.IndirectRef // elements that have a name
	written  map[types.IndirectRef]types.IndirectRef   // new objects by old ones
	roles    types.Dict                                // kinds that PDF 1.7 does not know
}

// nameAll gives the elements that a table cell names as its heads a name that
// does not depend on the run of the browser.
func (w *structureWriter) nameAll(e *element) {
	if id, ok := e.attributes["ID"].(types.StringLiteral); ok {
		w.ids[string(id)] = types.StringLiteral(fmt.Sprintf("h%06d", len(w.ids)+1))
		e.attributes["ID"] = w.ids[string(id)]
	}
	for _, k := range e.kids {
		if k.child != nil {
			w.nameAll(k.child)
		}
	}
}

// standIn says what a kind of PDF 2.0 is in the terms of PDF 1.7.
var standIn = map[string]string{"Strong": "Span", "Em": "Span", "Aside": "Div", "Title": "P", "FENote": "Note"}

// write makes the objects of e and those below it.
func (w *structureWriter) write(e *element, parent types.IndirectRef) types.IndirectRef {
	object := types.Dict{"Type": types.Name("StructElem"), "S": types.Name(e.kind), "P": parent}
	maps.Copy(object, e.attributes)
	if role, ok := standIn[e.kind]; ok {
		w.roles[e.kind] = types.Name(role)
	}
	if a := w.cellAttributes(e.attributes["A"]); a != nil {
		object["A"] = a
	} else {
		delete(object, "A")
	}
	ref := w.d.add(object)
	w.written[e.old] = ref
	if id, ok := e.attributes["ID"].(types.StringLiteral); ok {
		w.elements[id] = ref
	}
	var kids types.Array
	var page types.IndirectRef // of the marked content that stands as a bare number
	for _, k := range e.kids {
		switch {
		case k.child != nil:
			kids = append(kids, w.write(k.child, ref))
		case k.annotation != nil:
			kids = append(kids, types.Dict{"Type": types.Name("OBJR"), "Obj": *k.annotation, "Pg": k.page})
			if annotation, ok := w.d.get(*k.annotation).(types.Dict); ok {
				if key, ok := annotation["StructParent"].(types.Integer); ok {
					w.parents[key.Value()] = ref
				}
			}
		default:
			if page == (types.IndirectRef{}) {
				page = k.page
				object["Pg"] = page
			}
			if k.page == page {
				kids = append(kids, types.Integer(k.marked))
			} else {
				kids = append(kids, types.Dict{"Type": types.Name("MCR"), "Pg": k.page, "MCID": types.Integer(k.marked)})
			}
			list := w.marked[k.page]
			for len(list) <= k.marked {
				list = append(list, nil)
			}
			list[k.marked] = ref
			w.marked[k.page] = list
		}
	}
	switch len(kids) {
	case 0:
	case 1:
		object["K"] = kids[0]
	default:
		object["K"] = kids
	}
	return ref
}

// outline makes the entries below an entry of the outline name the new elements.
func (w *structureWriter) outline(entry types.Dict) {
	for o := entry["First"]; o != nil; {
		child, _ := w.d.get(o).(types.Dict)
		if old, ok := child["SE"].(types.IndirectRef); ok {
			if ref, ok := w.written[old]; ok {
				child["SE"] = ref
			} else {
				delete(child, "SE")
			}
		}
		w.outline(child)
		o = child["Next"]
	}
}

// cellAttributes joins the attributes that Chromium lists one by one, without
// those that say nothing.
func (w *structureWriter) cellAttributes(o types.Object) types.Object {
	list, ok := w.d.get(o).(types.Array)
	if !ok {
		return o
	}
	joined := types.Dict{}
	for _, item := range list {
		set, ok := w.d.get(item).(types.Dict)
		if !ok || name(set["O"]) != "Table" {
			return o
		}
		for key, value := range set {
			if key == "RowSpan" || key == "ColSpan" {
				if n, ok := value.(types.Integer); ok && n == 1 {
					continue
				}
			}
			if key == "Headers" {
				var heads types.Array
				for _, head := range w.d.array(set, key) {
					old, _ := head.(types.StringLiteral)
					if id, ok := w.ids[string(old)]; ok {
						heads = append(heads, id)
					}
				}
				value = heads
			}
			joined[key] = value
		}
	}
	if len(joined) == 1 { // O alone
		return nil
	}
	return joined
}
