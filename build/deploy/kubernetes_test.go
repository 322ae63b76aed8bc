package deploy

import (
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

type probe struct {
	HTTPGet struct {
		Path, Port string
	} `yaml:"httpGet"`
}

// object is as much of Kubernetes' kinds as the file has.
type object struct {
	APIVersion string `yaml:"apiVersion"`
	Kind       string
	Metadata   struct {
		Name        string
		Labels      map[string]string
		Annotations map[string]string
	}
	StringData map[string]string `yaml:"stringData"`
	Spec       struct {
		Replicas int
		Template struct {
			Metadata struct{ Labels map[string]string }
			Spec     struct {
				Containers []container
				Volumes    []volume
			}
		}
		Ports []struct {
			Port       int
			TargetPort string `yaml:"targetPort"`
		}
		TLS   []struct{ Hosts []string }
		Rules []struct {
			Host string
			HTTP struct {
				Paths []struct {
					Path    string
					Backend struct {
						Service struct {
							Name string
							Port struct{ Name string }
						}
					}
				}
			}
		}
	}
}

type container struct {
	Image string
	Args  []string
	Env   []struct {
		Name, Value string
		ValueFrom   struct {
			SecretKeyRef struct{ Name, Key string } `yaml:"secretKeyRef"`
		} `yaml:"valueFrom"`
	}
	Ports []struct {
		Name          string
		ContainerPort int `yaml:"containerPort"`
	}
	StartupProbe   probe `yaml:"startupProbe"`
	ReadinessProbe probe `yaml:"readinessProbe"`
	LivenessProbe  probe `yaml:"livenessProbe"`
	VolumeMounts   []struct {
		Name      string
		MountPath string `yaml:"mountPath"`
	} `yaml:"volumeMounts"`
}

type volume struct {
	Name   string
	Secret struct {
		SecretName string `yaml:"secretName"`
		Items      []struct{ Key, Path string }
	}
}

func TestKubernetes(t *testing.T) {
	p := readProgram(t)
	kinds := map[string]object{}
	for d := yaml.NewDecoder(strings.NewReader(read(t, "kubernetes.yaml"))); ; {
		var o object
		if err := d.Decode(&o); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		if o.APIVersion == "" || o.Metadata.Name != "lectern" || o.Metadata.Labels["app"] != "lectern" {
			t.Errorf("%s lacks something: %+v", o.Kind, o.Metadata)
		}
		kinds[o.Kind] = o
	}
	deployment, secret := kinds["Deployment"], kinds["Secret"]
	pod := deployment.Spec.Template
	if deployment.Spec.Replicas < 2 || pod.Metadata.Labels["app"] != "lectern" || len(pod.Spec.Containers) != 1 {
		t.Fatalf("the deployment: %+v", deployment.Spec)
	}
	c := pod.Spec.Containers[0]
	if !slices.Contains(p.commands, c.Args[0]) {
		t.Errorf("the program has no command %q", c.Args[0])
	}
	env := map[string]string{}
	for _, e := range c.Env {
		env[e.Name] = e.Value
		if ref := e.ValueFrom.SecretKeyRef; ref.Key != "" && (ref.Name != secret.Metadata.Name || secret.StringData[ref.Key] == "") {
			t.Errorf("%s comes from a secret that is not there: %+v", e.Name, ref)
		}
	}
	p.knows(t, keys(env))
	if env["LECTERN_ADDR"] != ":"+lecternPort || len(c.Ports) != 1 || strconv.Itoa(c.Ports[0].ContainerPort) != lecternPort {
		t.Errorf("it listens on %q, and the port is %+v", env["LECTERN_ADDR"], c.Ports)
	}
	for want, probe := range map[string]probe{"/readyz": c.ReadinessProbe, "/healthz": c.LivenessProbe} {
		if probe.HTTPGet.Path != want || probe.HTTPGet.Port != c.Ports[0].Name {
			t.Errorf("the probe of %s is %+v", want, probe)
		}
		p.answers(t, want)
	}
	p.answers(t, c.StartupProbe.HTTPGet.Path)

	mounts := map[string]string{}
	for _, m := range c.VolumeMounts {
		mounts[m.Name] = m.MountPath
	}
	key := ""
	for _, v := range pod.Spec.Volumes {
		if mounts[v.Name] == "" {
			t.Errorf("the volume %s is mounted nowhere", v.Name)
		}
		for _, item := range v.Secret.Items {
			if v.Secret.SecretName == secret.Metadata.Name && secret.StringData[item.Key] != "" {
				key = mounts[v.Name] + "/" + item.Path
			}
		}
	}
	if key != env["LECTERN_PRESENTER_KEY_FILE"] {
		t.Errorf("the key is in %q, and the program looks for it in %q", key, env["LECTERN_PRESENTER_KEY_FILE"])
	}
	if top := mounts["data"]; top == "" || !strings.HasPrefix(env["LECTERN_DATA"], top+"/") {
		t.Errorf("the data folder %s must lie in the volume at %s, not be its top: the program closes it to others", env["LECTERN_DATA"], top)
	}

	if s := kinds["Service"].Spec; len(s.Ports) != 1 || s.Ports[0].TargetPort != c.Ports[0].Name {
		t.Errorf("the service: %+v", s.Ports)
	}
	ingress := kinds["Ingress"]
	for _, name := range []string{"proxy-buffering", "proxy-request-buffering"} {
		if ingress.Metadata.Annotations["nginx.ingress.kubernetes.io/"+name] != "off" {
			t.Errorf("the ingress keeps back what passes it: %s", name)
		}
	}
	rule := ingress.Spec.Rules[0]
	if "https://"+rule.Host != env["LECTERN_PUBLIC_URL"] || !slices.Contains(ingress.Spec.TLS[0].Hosts, rule.Host) {
		t.Errorf("%s is not where the ingress listens: %s", env["LECTERN_PUBLIC_URL"], rule.Host)
	}
	if path := rule.HTTP.Paths[0]; path.Path != "/" || path.Backend.Service.Name != kinds["Service"].Metadata.Name {
		t.Errorf("the ingress leads to %+v", path)
	}
}
