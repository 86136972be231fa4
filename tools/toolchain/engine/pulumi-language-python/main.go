// A language host for Python programs and policy packs, for machines without Pulumi's own, which is not published
// as a Go module. The engine starts it for each command that needs a program. The host prints the port on which it
// serves.
package main

import (
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/util/rpcutil"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
)

// A host gets no signal if its engine is killed, so it checks at this interval whether its parent still runs.
const parentInterval = time.Second

func main() {
	if len(os.Args) < 2 {
		fail(fmt.Errorf("the address of the engine is missing; this program is started by pulumi"))
	}
	if err := serve(os.Args[len(os.Args)-1]); err != nil {
		fail(err)
	}
}

func fail(err error) {
	fmt.Fprintf(os.Stderr, "pulumi-language-python: %v\n", err)
	os.Exit(1)
}

// serve serves the engine until a signal arrives or the engine is gone. Then it ends the processes that it started.
func serve(engine string) error {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGINT, syscall.SIGTERM)
	parent := os.Getppid()

	self, err := os.Executable()
	if err != nil {
		return err
	}
	host := &languageHost{
		engine:    engine,
		program:   filepath.Join(filepath.Dir(self), "pulumi-language-python-exec"),
		processes: newProcesses(),
	}
	handle, err := rpcutil.ServeWithOptions(rpcutil.ServeOptions{
		Init: func(server *grpc.Server) error {
			pulumirpc.RegisterLanguageRuntimeServer(server, host)
			return nil
		},
	})
	if err != nil {
		return err
	}
	fmt.Println(handle.Port)

	ticker := time.NewTicker(parentInterval)
	defer ticker.Stop()
	for os.Getppid() == parent {
		select {
		case err := <-handle.Done:
			return err
		case <-signals:
			parent = 0
		case <-ticker.C:
		}
	}
	host.processes.stopAll()
	return nil
}
