package main

import (
	"context"
	"errors"
	"os/exec"
	"sync"
	"syscall"
	"time"
)

// The engine kills a host five seconds after it asked it to end; twice this has to fit in.
const grace = 2 * time.Second

var errStopping = errors.New("the language host is ending")

// processes are those that run for the engine. They end with the host.
type processes struct {
	mutex    sync.Mutex
	stopping chan struct{}
	running  sync.WaitGroup
}

func newProcesses() *processes {
	return &processes{stopping: make(chan struct{})}
}

// run starts a command in a process group of its own, which a Ctrl-C does not reach, and returns its exit code.
// When the call that it serves is over, or the host is asked to end, the group gets the signal, and is killed if it
// still runs after the grace period.
func (p *processes) run(ctx context.Context, command *exec.Cmd, end syscall.Signal) (int, error) {
	command.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	// A process that ended may have left its output open to a child of its own.
	command.WaitDelay = grace
	if err := p.start(command); err != nil {
		return 0, err
	}
	defer p.running.Done()

	ended := make(chan struct{})
	defer close(ended)
	go func() {
		select {
		case <-ctx.Done():
		case <-p.stopping:
		case <-ended:
			return
		}
		group := -command.Process.Pid
		// The group may be gone by now, which is what is wanted.
		_ = syscall.Kill(group, end)
		select {
		case <-ended:
		case <-time.After(grace):
			_ = syscall.Kill(group, syscall.SIGKILL)
		}
	}()

	err := command.Wait()
	if state := command.ProcessState; state != nil {
		if status, ok := state.Sys().(syscall.WaitStatus); ok && status.Signaled() {
			return -int(status.Signal()), nil
		}
		return state.ExitCode(), nil
	}
	return 0, err
}

// start counts a process before stopAll can miss it.
func (p *processes) start(command *exec.Cmd) error {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	select {
	case <-p.stopping:
		return errStopping
	default:
	}
	if err := command.Start(); err != nil {
		return err
	}
	p.running.Add(1)
	return nil
}

// stopAll ends every process that still runs, and waits for them.
func (p *processes) stopAll() {
	p.mutex.Lock()
	close(p.stopping)
	p.mutex.Unlock()
	p.running.Wait()
}
