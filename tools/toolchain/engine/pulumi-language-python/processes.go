package main

import (
	"context"
	"errors"
	"os/exec"
	"sync"
	"syscall"
	"time"
)

// The engine kills a host five seconds after it has asked it to end. Two grace periods must fit into this time.
const grace = 2 * time.Second

var errStopping = errors.New("the language host is ending")

// processes are the processes that the host has started for the engine. They end with the host.
type processes struct {
	mutex    sync.Mutex
	stopping chan struct{}
	running  sync.WaitGroup
}

func newProcesses() *processes {
	return &processes{stopping: make(chan struct{})}
}

// run runs a command in its own process group, which a Ctrl-C does not reach, and returns its exit code. When the
// call ends, or the host has to end, run sends the signal to the group. It kills the group if it still runs after the
// grace period.
func (p *processes) run(ctx context.Context, command *exec.Cmd, end syscall.Signal) (int, error) {
	command.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	// A child of the process may keep the output open after the process has ended.
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
		// Ignore the error of a group that has already ended.
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

// start starts a process and counts it, under the lock, so that stopAll waits for it.
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
