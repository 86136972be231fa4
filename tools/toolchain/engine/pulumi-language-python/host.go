package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"github.com/pulumi/pulumi/sdk/v3/python/toolchain"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/emptypb"
)

// The script of Pulumi's SDK that runs a program exits with this code if it has already shown the error.
const errorIsShown = 32

// languageHost serves the engine's calls to a language host. It does not support type checkers, debuggers and code
// generation.
type languageHost struct {
	pulumirpc.UnimplementedLanguageRuntimeServer
	engine    string
	program   string // the SDK's script that runs a program
	processes *processes
}

func (host *languageHost) Handshake(
	_ context.Context, request *pulumirpc.LanguageHandshakeRequest,
) (*pulumirpc.LanguageHandshakeResponse, error) {
	if address := request.GetEngineAddress(); address != "" {
		host.engine = address
	}
	return &pulumirpc.LanguageHandshakeResponse{}, nil
}

// GetPluginInfo returns no version, because this is not a release of Pulumi.
func (host *languageHost) GetPluginInfo(context.Context, *emptypb.Empty) (*pulumirpc.PluginInfo, error) {
	return &pulumirpc.PluginInfo{}, nil
}

// GetRequiredPackages returns none. The engine fetches a plugin when a program registers the first resource of it.
func (host *languageHost) GetRequiredPackages(
	context.Context, *pulumirpc.GetRequiredPackagesRequest,
) (*pulumirpc.GetRequiredPackagesResponse, error) {
	return &pulumirpc.GetRequiredPackagesResponse{}, nil
}

// About returns the interpreter that runs programs. It does not use the SDK's function, which also runs pip, because
// the engine calls About before every preview.
func (host *languageHost) About(
	_ context.Context, request *pulumirpc.AboutRequest,
) (*pulumirpc.AboutResponse, error) {
	command, err := host.python(
		request.GetInfo(), "-c", "import platform, sys; print(sys.executable, platform.python_version(), sep='\\n')",
	)
	if err != nil {
		return nil, status.Error(codes.FailedPrecondition, err.Error())
	}
	output, err := command.Output()
	if err != nil {
		return nil, status.Errorf(codes.FailedPrecondition, "%s does not print its version: %v", command.Path, err)
	}
	executable, version, _ := strings.Cut(strings.TrimSpace(string(output)), "\n")
	return &pulumirpc.AboutResponse{
		Executable: executable,
		Version:    version,
		Metadata:   map[string]string{"host": "stand-in"},
	}, nil
}

// GetProgramDependencies returns the packages that a program can import, for `pulumi about`.
func (host *languageHost) GetProgramDependencies(
	ctx context.Context, request *pulumirpc.GetProgramDependenciesRequest,
) (*pulumirpc.GetProgramDependenciesResponse, error) {
	python, err := pythonOf(request.GetInfo())
	if err != nil {
		return nil, err
	}
	packages, err := python.ListPackages(ctx, request.GetTransitiveDependencies())
	if err != nil {
		return nil, status.Error(codes.FailedPrecondition, err.Error())
	}
	answer := &pulumirpc.GetProgramDependenciesResponse{}
	for _, found := range packages {
		dependency := &pulumirpc.DependencyInfo{Name: found.Name, Version: found.Version}
		answer.Dependencies = append(answer.Dependencies, dependency)
	}
	return answer, nil
}

// InstallDependencies creates the virtual environment of a project, for `pulumi install`.
func (host *languageHost) InstallDependencies(
	request *pulumirpc.InstallDependenciesRequest, stream pulumirpc.LanguageRuntime_InstallDependenciesServer,
) error {
	python, err := pythonOf(request.GetInfo())
	if err != nil {
		return err
	}
	var mutex sync.Mutex
	stdout := sender(&mutex, func(chunk []byte) error {
		return stream.Send(&pulumirpc.InstallDependenciesResponse{Stdout: chunk})
	})
	stderr := sender(&mutex, func(chunk []byte) error {
		return stream.Send(&pulumirpc.InstallDependenciesResponse{Stderr: chunk})
	})
	folder := request.GetInfo().GetProgramDirectory()
	return python.InstallDependencies(
		stream.Context(), folder, request.GetUseLanguageVersionTools(), true, stdout, stderr,
	)
}

// Run runs a program, which registers its resources with the engine directly.
func (host *languageHost) Run(ctx context.Context, request *pulumirpc.RunRequest) (*pulumirpc.RunResponse, error) {
	info := request.GetInfo()
	// Copy both, because an empty map or list would be encoded as null, which the SDK does not accept.
	config, err := json.Marshal(maps.Collect(maps.All(request.GetConfig())))
	if err != nil {
		return nil, err
	}
	secretKeys, err := json.Marshal(append([]string{}, request.GetConfigSecretKeys()...))
	if err != nil {
		return nil, err
	}
	command, err := host.python(
		info, "-u", host.program,
		"--monitor", request.GetMonitorAddress(),
		"--engine", host.engine,
		"--project", request.GetProject(),
		"--stack", request.GetStack(),
		"--pwd", request.GetPwd(),
		"--dry_run", strconv.FormatBool(request.GetDryRun()),
		"--parallel", strconv.Itoa(int(request.GetParallel())),
		"--organization", request.GetOrganization(),
		"--root_directory", info.GetRootDirectory(),
		filepath.Join(info.GetProgramDirectory(), info.GetEntryPoint()),
	)
	if err != nil {
		return &pulumirpc.RunResponse{Error: err.Error()}, nil
	}
	command.Args = append(command.Args, request.GetArgs()...)
	command.Dir = request.GetPwd()
	command.Env = append(
		command.Environ(), "PULUMI_CONFIG="+string(config), "PULUMI_CONFIG_SECRET_KEYS="+string(secretKeys),
	)
	command.Stdout, command.Stderr = os.Stdout, os.Stderr
	// A program gets SIGINT when one of its resources fails, as from Pulumi's own host.
	switch code, err := host.processes.run(ctx, command, syscall.SIGINT); {
	case err != nil:
		return &pulumirpc.RunResponse{Error: fmt.Sprintf("%s does not start: %v", command.Path, err)}, nil
	case code == errorIsShown:
		return &pulumirpc.RunResponse{Bail: true}, nil
	case code != 0:
		return &pulumirpc.RunResponse{Error: fmt.Sprintf("program exited with non-zero exit code: %d", code)}, nil
	}
	return &pulumirpc.RunResponse{}, nil
}

// RunPlugin runs a policy pack, or a plugin that is written in Python.
func (host *languageHost) RunPlugin(
	request *pulumirpc.RunPluginRequest, stream pulumirpc.LanguageRuntime_RunPluginServer,
) error {
	folder := request.GetInfo().GetProgramDirectory()
	arguments := append([]string{"-u", folder}, request.GetArgs()...)
	if request.GetKind() == "analyzer" {
		arguments = append(append([]string{"-u", "-m", "pulumi.policy"}, request.GetArgs()...), folder)
	}
	command, err := host.python(request.GetInfo(), arguments...)
	if err != nil {
		return status.Error(codes.FailedPrecondition, err.Error())
	}
	command.Dir = request.GetPwd()
	if command.Dir == "" {
		command.Dir = folder
	}
	command.Env = append(command.Environ(), request.GetEnv()...)
	var mutex sync.Mutex
	command.Stdout = sender(&mutex, func(chunk []byte) error {
		return stream.Send(&pulumirpc.RunPluginResponse{Output: &pulumirpc.RunPluginResponse_Stdout{Stdout: chunk}})
	})
	command.Stderr = sender(&mutex, func(chunk []byte) error {
		return stream.Send(&pulumirpc.RunPluginResponse{Output: &pulumirpc.RunPluginResponse_Stderr{Stderr: chunk}})
	})
	code, err := host.processes.run(stream.Context(), command, syscall.SIGTERM)
	if err != nil {
		return status.Errorf(codes.FailedPrecondition, "%s does not start: %v", command.Path, err)
	}
	return stream.Send(&pulumirpc.RunPluginResponse{Output: &pulumirpc.RunPluginResponse_Exitcode{Exitcode: int32(code)}})
}

// python returns a command of the project's interpreter. processes.run ends it when the call ends.
func (host *languageHost) python(info *pulumirpc.ProgramInfo, arguments ...string) (*exec.Cmd, error) {
	python, err := pythonOf(info)
	if err != nil {
		return nil, err
	}
	if err := python.ValidateVenv(context.Background()); err != nil {
		return nil, err
	}
	return python.Command(context.Background(), arguments...)
}

// pythonOf returns the Python that the `runtime: options:` of Pulumi.yaml or PulumiPolicy.yaml select.
func pythonOf(info *pulumirpc.ProgramInfo) (toolchain.Toolchain, error) {
	options := toolchain.PythonOptions{Root: info.GetRootDirectory(), ProgramDir: info.GetProgramDirectory()}
	given := info.GetOptions().AsMap()
	if virtualenv, ok := given["virtualenv"].(string); ok {
		options.Virtualenv = virtualenv
	}
	if name, ok := given["toolchain"]; ok {
		switch strings.ToLower(fmt.Sprint(name)) {
		case "pip":
			options.Toolchain = toolchain.Pip
		case "poetry":
			options.Toolchain = toolchain.Poetry
		case "uv":
			options.Toolchain = toolchain.Uv
		default:
			return nil, status.Errorf(
				codes.InvalidArgument, "the runtime option `toolchain: %v` is unknown; known are pip, poetry and uv", name,
			)
		}
	}
	return toolchain.ResolveToolchain(options)
}

type writerFunc func([]byte) (int, error)

func (write writerFunc) Write(chunk []byte) (int, error) { return write(chunk) }

// sender returns a writer that sends a process's output. The mutex is needed because a stream accepts one message at
// a time.
func sender(mutex *sync.Mutex, send func([]byte) error) io.Writer {
	return writerFunc(func(chunk []byte) (int, error) {
		mutex.Lock()
		defer mutex.Unlock()
		return len(chunk), send(chunk)
	})
}
