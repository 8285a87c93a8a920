package pdf

import "syscall"

// endWithParent makes the kernel kill the browser when gen dies.
func endWithParent(attributes *syscall.SysProcAttr) { attributes.Pdeathsig = syscall.SIGKILL }
