package main

import "context"

// tool makes a command of build/tool, which is compiled first: with cgo where there is a
// C compiler, as the binary is, so that nothing is compiled for this alone.
func (c checkout) tool(ctx context.Context, args ...string) (command, error) {
	program := c.path(".cache/tool" + exe)
	err := c.cmd("go", "build", "-trimpath", "-buildvcs=false", "-ldflags", "-s -w", "-o", program, "./build/tool").run(ctx)
	return c.cmd(append([]string{program}, args...)...), err
}

// web writes the types of what the server says to the pages, and bundles these
// into what is committed and embedded. What the pages have from npm lies where the
// tests' tools are.
func web(ctx context.Context, c checkout, _ []string) error {
	if _, err := npmTools(ctx, c); err != nil {
		return err
	}
	step("Bundling the pages of ui/web into embed/web/dist")
	bundle, err := c.tool(ctx, "web")
	if err != nil {
		return err
	}
	return bundle.run(ctx)
}
