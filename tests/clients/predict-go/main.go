// Calls the simple API with nothing but model.proto and Go's own tools.
//
//	predict [--target=localhost:50051] [--model=example_model] [NUMBER...]
//
// Prints the outputs, such as [2 4 6] for 1 2 3.
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"strconv"
	"time"

	"google.golang.org/grpc"

	"model"
)

func main() {
	target := flag.String("target", "localhost:50051", "the server's address")
	name := flag.String("model", "example_model", "the model's name")
	flag.Parse()
	inputs := []float64{1, 2, 3}
	if flag.NArg() > 0 {
		inputs = parse(flag.Args())
	}

	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	connection, err := grpc.DialContext(ctx, *target, grpc.WithInsecure(), grpc.WithBlock())
	if err != nil {
		log.Fatal(err)
	}
	defer connection.Close()

	response, err := model.NewModelInferenceClient(connection).Predict(ctx, &model.PredictRequest{ModelId: *name, Inputs: inputs})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(response.Outputs)
}

func parse(texts []string) []float64 {
	var numbers []float64
	for _, text := range texts {
		number, err := strconv.ParseFloat(text, 64)
		if err != nil {
			log.Fatal(err)
		}
		numbers = append(numbers, number)
	}
	return numbers
}
